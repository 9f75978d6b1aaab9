import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { isLintCode, lintCodes } from '../../shared/compile/lintCodes.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { Page } from '../app/Page.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { loadLintPage } from './lintPages.ts'
import { Markdown } from './Markdown.tsx'

/** What one warning of the compiler means, why it hurts, and how to settle it. */
export function LintPage() {
  const { code = '' } = useParams()
  const page = useQuery({
    queryKey: ['lint-page', code],
    queryFn: () => loadLintPage(code),
    staleTime: Infinity,
  })
  if (!isLintCode(code) || page.data === null) return <NotFoundPage />
  const { title } = lintCodes[code]
  return (
    <Page
      title={title}
      says={
        <>
          <Link className="underline" to="/docs/lints">
            Warnings explained
          </Link>{' '}
          · <code className="font-mono text-xs">{code}</code>
        </>
      }
    >
      {page.data === undefined ? (
        <Skeleton className="h-64 max-w-[72ch]" />
      ) : (
        <Markdown text={page.data} path={`lints/${code}.md`} />
      )}
    </Page>
  )
}
