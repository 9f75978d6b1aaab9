import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { referencePages } from '../../worker/local/reference/pages.ts'

const top = join(import.meta.dirname, '../..')
const pages = referencePages(top)

describe('the reference page', () => {
  it.each(Object.entries(pages))(
    '%s is what the schemas say: `npm run reference` makes it anew',
    (name, page) => expect(readFileSync(join(top, 'docs/reference', name), 'utf8')).toBe(page),
  )

  it.each(Object.entries(pages))('%s says what each field means', (_, page) =>
    expect(page.split('\n').filter((line) => /^\|.*\|\s+\|$/.test(line))).toEqual([]),
  )

  it.each(Object.entries(pages))('%s links to headings that it has', (_, page) => {
    const headings = new Set(
      [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-')),
    )
    const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !headings.has(link))).toEqual([])
  })
})
