import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintCodes } from '../../shared/compile/lintCodes.ts'
import { parseCel } from '../../shared/expr/parseCel.ts'

const folder = join(import.meta.dirname, '../../docs/lints')
const page = (code: string) => readFileSync(join(folder, `${code}.md`), 'utf8')
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^ *\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, block = '']) => block,
  )

describe('the pages about lints', () => {
  it('are one for each lint, and no other', () =>
    expect(readdirSync(folder).toSorted()).toEqual(
      Object.keys(lintCodes)
        .map((code) => `${code}.md`)
        .toSorted(),
    ))

  it.each(Object.entries(lintCodes))(
    '%s says what it is, why it hurts, an example and the way out',
    (code, { title }) => {
      const headings = [...page(code).matchAll(/^#+ .*$/gm)].map(([heading]) => heading)
      expect(headings).toEqual([`# ${title}`, '## Why it hurts', '## An example', '## How to fix it'])
    },
  )

  it.each(Object.keys(lintCodes))('%s has examples that can be read', (code) => {
    const text = page(code)
    for (const block of blocks(text, 'json')) expect(() => void JSON.parse(block)).not.toThrow()
    for (const block of blocks(text, 'cel')) expect(parseCel(block)).toMatchObject({ ok: true })
    expect(text.match(/```(?!json|cel|\n|$)/g)).toBeNull()
  })
})
