import { Link } from 'react-router'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { type DocFolder, docFolders } from './docPages.ts'

const places = [
  { to: '/docs/api', title: 'API', says: 'Every route of this server, with what goes in and what comes out' },
  { to: '/docs/lints', title: 'Checks of a graph', says: 'What the compiler warns of, and why' },
]

/** What there is to read: the API, each loop’s own, the checks, the guides and the reference. */
export function DocsPage() {
  const loops = useApi('listLoops', {})
  const published = loops.data?.loops.filter(({ published }) => published !== null) ?? []
  return (
    <Page title="Documentation">
      <List entries={places} />
      <p className="text-sm">
        <a className="text-accent hover:underline" href="/problems">
          Problems that requests are refused with
        </a>
      </p>
      <Folder folder="guides" heading="Guides" />
      <section aria-label="Loops" className="flex flex-col gap-2">
        <h2 className="text-base font-semibold">Loops, as their callers see them</h2>
        {loops.error && <ProblemNotice error={loops.error} />}
        <List
          entries={published.map(({ name, title, description }) => ({
            to: `/docs/api/${name}`,
            title,
            says: description,
          }))}
        />
      </section>
      <Folder folder="reference" heading="Reference" />
      <Folder folder="security" heading="Security" />
    </Page>
  )
}

function Folder({ folder, heading }: { folder: DocFolder; heading: string }) {
  return (
    <section aria-label={heading} className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">{heading}</h2>
      <List
        entries={docFolders[folder].map(({ page, title, says }) => ({
          to: `/docs/${folder}/${page}`,
          title,
          says,
        }))}
      />
    </section>
  )
}

function List({ entries }: { entries: readonly { to: string; title: string; says: string }[] }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(24rem,100%),1fr))] gap-x-6 gap-y-2 text-sm">
      {entries.map(({ to, title, says }) => (
        <li key={to}>
          <Link className="font-medium text-accent hover:underline" to={to}>
            {title}
          </Link>
          <p className="text-fg-2">{says}</p>
        </li>
      ))}
    </ul>
  )
}
