import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import { Api } from '../support/api.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { issueOpened } from '../support/githubIssue.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let folder: string
let file: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pavane-saved-'))
  file = join(folder, 'run.json')
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await signIn(browser, server)
  page.setDefaultTimeout(15_000)
  const input = { input: issueOpened() }
  const started = await new Api(server).send('POST', '/api/loops/issue-triage/runs', input, {
    prefer: 'wait=20',
  })
  await page.goto(`${server.origin}/runs/${RunDetail.parse(await started.json()).run}`)
  const saved = page.waitForEvent('download')
  await page.getByText('The run ended succeeded').first().waitFor()
  await page.getByRole('button', { name: 'Save as a file' }).click()
  await (await saved).saveAs(file)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.discard()
  rmSync(folder, { recursive: true })
})

/** Chooses a file with that button. */
async function open(button: string, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await chooser).setFiles(path)
}

/** The saved run with something else in place of a text. */
function changed(from: string, to: string): string {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  const path = join(folder, 'changed.json')
  writeFileSync(path, text.replace(from, to))
  return path
}

describe('a run that was saved to a file', () => {
  it('is replayed and verified without a server', { timeout: 60_000 }, async () => {
    const complaints = complaintsOf(page)
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('link', { name: 'Open a saved run' }).click()
    await page.getByText('Open a run that was saved to a file').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().setOffline(true)
    await open('Choose a file', file)
    await page.getByText('The run ended succeeded').first().waitFor()
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText(/events, genesis to head, none changed/).waitFor()
    await page.getByText('The program is the one that ran').waitFor()
    await page.keyboard.press('Escape')
    // As long as it is there, keys are its own.
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Home')
    await page.getByLabel('Place').getByText(/^0 \//).waitFor()
    await page.context().setOffline(false)
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('is shown to have been changed', { timeout: 60_000 }, async () => {
    await open(
      'Open another',
      changed('"name":"documentation"}],"status":200', '"name":"bug"}],"status":200'),
    )
    await page.getByRole('button', { name: 'Verify' }).click()
    await expect.poll(() => page.getByText('The chain breaks at event 9').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
  })

  it('is not opened where it is none, and what was open stays', { timeout: 60_000 }, async () => {
    await open('Open another', changed('"pavane.run.1"', '"pavane.loop.1"'))
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toContain('It is no file that a run was saved to.')
    expect(await page.getByText('From a file').isVisible()).toBe(true)
  })
})
