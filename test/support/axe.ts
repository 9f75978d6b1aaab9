import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with the page as it stands, a line a fault. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // As a file's text through the debugger: the page's own policy forbids scripts from elsewhere, and shall.
  await page.evaluate(axe)
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>('axe.run()')
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}: ${node.html.slice(0, 200)}`),
  )
}
