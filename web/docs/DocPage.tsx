import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { Page } from '../app/Page.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { docEntry, loadDocPage } from './docPages.ts'
import { Markdown } from './Markdown.tsx'
import { withNumberedNotes } from './withNumberedNotes.ts'

/** A guide, a page of the reference or one on security, from the text of the repository. */
export function DocPage() {
  const { folder = '', page = '' } = useParams()
  const { hash } = useLocation()
  const entry = docEntry(folder, page)
  const { data } = useQuery({
    queryKey: ['doc-page', folder, page],
    queryFn: () => loadDocPage(folder, page),
    staleTime: Infinity,
    enabled: entry !== null,
  })
  useEffect(() => {
    if (typeof data === 'string' && hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [data, hash])
  if (entry === null || data === null) return <NotFoundPage />
  return (
    <Page
      title={entry.title}
      says={
        <Link className="underline" to="/docs">
          Documentation
        </Link>
      }
    >
      {data === undefined ? (
        <Skeleton className="h-64 max-w-[72ch]" />
      ) : (
        <Markdown key={`${folder}/${page}`} text={withNumberedNotes(data)} path={`${folder}/${page}.md`} />
      )}
    </Page>
  )
}
