import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type NamedTest, pageOf, statementsIn, testsIn, top } from './page.ts'

/** Pages in which each claim names its test. */
const claiming = ['guides/invoking.md', 'security/threat-model.md', 'security/policy.md']

/** Pages that are marked statement by statement. */
const marked = ['guides/invoking.md']

const markdown = readdirSync(join(top, 'docs'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.md'),
)

const marksIn = (text: string) => [...text.matchAll(/\[\^(\w+)\]/g)].map(([, mark = '']) => mark)

/** Whether a file has a test of that title that is run. */
function isThere({ file, title }: NamedTest): boolean {
  if (!existsSync(join(top, file))) return false
  const quoted = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const called = `\\b(it|test)(\\.(each|for)\\b[\\s\\S]*?\\))?\\(\\s*(['"\`])${quoted}\\4`
  return new RegExp(called).test(readFileSync(join(top, file), 'utf8'))
}

describe('a claim', () => {
  it.each(claiming)('of %s names tests that are there', (page) => {
    const { tests, untitled } = testsIn(pageOf(page))
    expect(tests.length).toBeGreaterThan(10)
    expect(untitled).toEqual([])
    expect(tests.filter((each) => !isThere(each))).toEqual([])
  })

  it.each(marked)('of %s has a mark, and each mark names a test', (page) => {
    const [text = '', ...notes] = pageOf(page).split(/^(?=\[\^\w+\]:)/m)
    const named = new Map(notes.map((note) => [marksIn(note)[0] ?? '', testsIn(note).tests.length]))
    expect([...named].filter(([, tests]) => tests === 0)).toEqual([])
    expect(named.size).toBe(notes.length)
    expect(new Set(marksIn(text))).toEqual(new Set(named.keys()))
    const bare = statementsIn(pageOf(page)).filter((each) => marksIn(each).length === 0)
    expect(bare.filter((each) => !each.endsWith(':') && !each.endsWith('at the end.'))).toEqual([])
  })

  it.each(claiming)(
    'of %s names a test in each row that makes one, and links to pages that are there',
    (page) => {
      const rows = statementsIn(pageOf(page)).filter((each) => each.startsWith('|'))
      expect(rows.length).toBeGreaterThan(10)
      expect(rows.filter((row) => testsIn(row).tests.length + marksIn(row).length === 0)).toEqual([])
      const links = [...pageOf(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
      expect(links.filter((link) => !existsSync(join(top, 'docs', dirname(page), link)))).toEqual([])
    },
  )

  it.each(markdown)('of %s names no file of tests that is gone', (page) => {
    const files = [...pageOf(page).matchAll(/`(test\/[\w./-]+\.test\.tsx?)`/g)].map(([, file = '']) => file)
    expect(files.filter((file) => !existsSync(join(top, file)))).toEqual([])
  })

  it('is told to be without its test where the title is none, or of a test that is left out', () => {
    const file = 'test/shared/docs/claims.test.ts'
    expect(isThere({ file, title: 'of %s names tests that are there' })).toBe(true)
    expect(isThere({ file, title: 'of %s names tests' })).toBe(false)
    expect(isThere({ file: 'test/shared/docs/gone.test.ts', title: 'a claim' })).toBe(false)
  })
})
