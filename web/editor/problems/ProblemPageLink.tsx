import { CircleHelp } from 'lucide-react'
import { isLintCode, lintCodes } from '../../../shared/compile/lintCodes.ts'
import { lintAddress } from '../../docs/lintPages.ts'

/** Leads to the page that explains a warning, beside the editor, where it has one. */
export function ProblemPageLink({ code }: { code: string }) {
  if (!isLintCode(code)) return null
  return (
    <a
      className="my-0.5 inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs text-fg-2 hover:bg-surface-3 hover:text-fg-1"
      href={lintAddress(code)}
      target="_blank"
      rel="noreferrer"
      aria-label={`Why: ${lintCodes[code].title}`}
    >
      <CircleHelp aria-hidden className="size-3.5" />
      Why
    </a>
  )
}
