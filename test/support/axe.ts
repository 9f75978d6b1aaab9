import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { atRest } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with the page as it stands, a line a fault. */
export async function accessibilityFaults(page: Page, options: RunOptions = {}): Promise<string[]> {
  // As a file's text through the debugger: the page's own policy forbids scripts from elsewhere, and shall.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  // Of what is in order, axe would gather every element, and carry it out of the page.
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run(${JSON.stringify({ ...options, resultTypes: ['violations'] })}).then(({ violations }) => violations)`,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}: ${node.html.slice(0, 200)}`),
  )
}

/** WCAG 2.2: the size of targets is new in it, and axe leaves it out unless it is asked. An open menu stands outside of every landmark, and may. */
const everything: RunOptions = {
  rules: { 'target-size': { enabled: true }, region: { enabled: false } },
}

/** What axe finds wrong with the page in light and in dark, where nothing but the colours differs. */
export async function faultsInBothSchemes(page: Page): Promise<string[]> {
  const inLight = await accessibilityFaults(page, everything)
  await page.emulateMedia({ colorScheme: 'dark' })
  await atRest(page)
  const inDark = await accessibilityFaults(page, { runOnly: ['color-contrast'] })
  return [...inLight, ...inDark.map((fault) => `in the dark, ${fault}`)]
}
