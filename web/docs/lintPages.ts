import { isLintCode, type LintCode } from '../../shared/compile/lintCodes.ts'

/** The pages of the documentation, as they are in the repository: one text for both. */
const pages = import.meta.glob<string>('../../docs/lints/*.md', { query: '?raw', import: 'default' })

/** The text of a lint's page; null for what is no lint. */
export async function loadLintPage(code: string): Promise<string | null> {
  if (!isLintCode(code)) return null
  return (await pages[`../../docs/lints/${code}.md`]?.()) ?? null
}

/** Where the page of a lint is. */
export function lintAddress(code: LintCode): string {
  return `/docs/lints/${code}`
}
