import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const top = join(import.meta.dirname, '../../..')

/** A page of the documentation, by its path under `docs`. */
export const pageOf = (path: string) => readFileSync(join(top, 'docs', path), 'utf8')

const blocks = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm

/** A piece of code of a page; `name` is that of the file that it is to be. */
export type Code = { language: string; name: string | null; text: string }

export const codeIn = (page: string): Code[] =>
  [...page.matchAll(blocks)].map(([, language = '', name = null, text = '']) => ({ language, name, text }))

export const withoutCode = (page: string) => page.replaceAll(blocks, '')

/** A test that a page names, as it does: a file in backquotes, and titles in quotation marks. */
export type NamedTest = { file: string; title: string }

const fileName = '`(test/[\\w./-]+\\.test\\.tsx?)`'
const titles = '“[^”]*”(?:, “[^”]*”)*'

/** The tests that a page names with a title, and the files that it names without one. */
export function testsIn(text: string): { tests: NamedTest[]; untitled: string[] } {
  const tests: NamedTest[] = []
  const untitled: string[] = []
  for (const [, file = '', said] of text.matchAll(new RegExp(`${fileName}(?:: (${titles}))?`, 'g')))
    if (said === undefined) untitled.push(file)
    else for (const [, title = ''] of said.matchAll(/“([^”]*)”/g)) tests.push({ file, title })
  return { tests, untitled }
}

/** What a test of the conventions looks at: each paragraph, item and row of a page that says something. */
export function statementsIn(page: string): string[] {
  const [text = ''] = withoutCode(page).split(/^\[\^/m)
  return text
    .split(/\n\s*\n/)
    .flatMap((block) =>
      block.startsWith('|') ? rowsOf(block) : block.startsWith('- ') ? block.split(/\n(?=- )/) : [block],
    )
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('#'))
}

const rowsOf = (table: string) => table.split('\n').slice(2)
