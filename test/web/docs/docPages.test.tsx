import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { docAddress, docFolders } from '../../../web/docs/docPages.ts'
import { withNumberedNotes } from '../../../web/docs/withNumberedNotes.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'

const texts = import.meta.glob<string>('../../../docs/*/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const textOf = (path: string) => texts[`../../../docs/${path}`] ?? ''
const pages = Object.entries(docFolders).flatMap(([folder, entries]) =>
  entries.map(({ page, title }) => ({ folder, page, title })),
)

describe('the documentation', () => {
  it.each(Object.keys(docFolders))('lists every page of %s, by its own title', (folder) => {
    const listed = pages.filter((each) => each.folder === folder)
    const files = Object.keys(texts)
      .flatMap((path) => /docs\/(\w+)\/(.*)\.md$/.exec(path)?.slice(1).join('/') ?? [])
      .flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []))
    expect(files.length).toBeGreaterThan(1)
    expect(listed.map(({ page }) => page).toSorted()).toEqual(files.toSorted())
    for (const { page, title } of listed)
      expect(/^# (.*)$/m.exec(textOf(`${folder}/${page}.md`))?.[1]).toBe(title)
  })

  it('leads to each page from its first one', async () => {
    stubApi({ 'GET /api/loops': () => ({ loops: [] }) })
    renderApp('/docs')
    const guides = await screen.findByRole('region', { name: 'Guides' })
    expect(within(guides).getByRole('link', { name: 'Asking people' }).getAttribute('href')).toBe(
      '/docs/guides/approvals',
    )
  })

  it('shows a guide whole: headings, tables, pictures, code and links to what is shown here', async () => {
    stubApi({})
    renderApp('/docs/guides/approvals')
    expect(await screen.findByRole('heading', { level: 1, name: 'Asking people' })).toBeTruthy()
    expect((await screen.findByRole('heading', { level: 2, name: 'By API' })).id).toBe('by-api')
    const table = screen.getByRole('table')
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['where', 'how', 'what is asked about'])
    expect(screen.getByRole('img', { name: /^The inbox/ }).getAttribute('src')).toMatch(
      /approvals-light.*webp/,
    )
    expect(within(table).getByRole('link', { name: 'policy' }).getAttribute('href')).toBe(
      '/docs/guides/policies',
    )
    const source = textOf('guides/approvals.md')
    const words = source
      .replaceAll(/<picture>[^]*?<\/picture>/g, '')
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/```\w*|[`#*|]|^- |--- /gm, '')
      .split(/\s+/)
    const shown = document.body.textContent ?? ''
    expect(words.filter((word) => word !== '---' && !shown.includes(word))).toEqual([])
  })

  it('copies a piece of code as it stands in the file', async () => {
    const user = userEvent.setup()
    stubApi({})
    renderApp('/docs/guides/operating')
    const [first] = await screen.findAllByRole('button', { name: 'Copy the code' })
    if (!first) throw new Error('The guide has code')
    await user.click(first)
    expect(textOf('guides/operating.md')).toContain(`\n${await navigator.clipboard.readText()}\n`)
    expect(await navigator.clipboard.readText()).toMatch(/^curl /)
  })

  it('shows no comment of the file', async () => {
    stubApi({})
    renderApp('/docs/reference/limits')
    expect(await screen.findByRole('heading', { level: 1, name: 'Limits' })).toBeTruthy()
    expect((await screen.findAllByRole('table')).length).toBeGreaterThan(0)
    expect(textOf('reference/limits.md')).toContain('<!--')
    expect(document.body.textContent).not.toContain('<!--')
  })

  it('has nothing at addresses of pages that there are not', async () => {
    stubApi({})
    renderApp('/docs/guides/constructor')
    expect(await screen.findByText('There is nothing at this address')).toBeTruthy()
  })

  it('follows links as the repository does, and knows what it does not show', () => {
    const from = 'guides/drift.md'
    expect(docAddress('invoking.md#cloudevents', from)).toBe('/docs/guides/invoking#cloudevents')
    expect(docAddress('../reference/limits.md', from)).toBe('/docs/reference/limits')
    expect(docAddress('../lints/diamond-join.md', from)).toBe('/docs/lints/diamond-join')
    expect(docAddress('#how-it-is-decided', from)).toBe('/docs/guides/drift#how-it-is-decided')
    expect(docAddress('../../CONTRIBUTING.md', from)).toBeNull()
    expect(docAddress('gone.md', from)).toBeNull()
  })

  it('numbers notes, and leaves no mark over', () => {
    const page = 'One.[^b] Two. [^a]\n\n## What is tested\n\n[^a]: First\n[^b]: Second\n'
    expect(withNumberedNotes(page)).toBe(
      'One.[\\[2\\]](#what-is-tested) Two.[\\[1\\]](#what-is-tested)\n\n## What is tested\n\n1. First\n2. Second\n',
    )
    expect(withNumberedNotes(textOf('guides/invoking.md'))).not.toContain('[^')
  })
})
