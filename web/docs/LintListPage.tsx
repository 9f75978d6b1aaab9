import { TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { isLintCode, lintCodes } from '../../shared/compile/lintCodes.ts'
import { Page } from '../app/Page.tsx'
import { lintAddress } from './lintPages.ts'

/** Every warning that has a page. */
export function LintListPage() {
  return (
    <Page
      title="Warnings explained"
      says="Loops that compile and then disappoint. The problems panel of the editor links to these pages."
    >
      <ul className="flex max-w-[90ch] flex-col divide-y divide-line-1 border-y border-line-1">
        {Object.entries(lintCodes).map(([code, { title, help }]) => (
          <li key={code} className="flex items-start gap-3 py-2">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
            <div className="min-w-0">
              {isLintCode(code) && (
                <Link className="font-medium hover:underline" to={lintAddress(code)}>
                  {title}
                </Link>
              )}
              <p className="text-sm text-fg-2">{help}</p>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  )
}
