import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApprovalPage } from '../../shared/api/approvals.ts'
import { CreatedToken } from '../../shared/api/identity.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import { unsigned } from '../../shared/templates/publishedExample.ts'
import { refund } from '../../shared/templates/refund.ts'
import { Api } from '../support/api.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let api: Api
let ada: Api

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  api = new Api(server)
  const response = await api.send('POST', '/api/tokens', { name: 'Ada', role: 'approver', expiresAt: null })
  ada = new Api(server, CreatedToken.parse(await response.json()).token)
  const { name, graph } = refund
  await api.send('POST', '/api/loops', { name, graph: unsigned(graph) })
  await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: '' })
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

/** A refund that is too large for nobody to look at it. */
async function askForRefund(order: string): Promise<string> {
  const charge = `ch_${order}_45000`
  const input = { order, charge, amount: 45_000, currency: 'usd', reason: 'Broken' }
  const response = await api.send('POST', `/hooks/${refund.name}`, input, {
    prefer: 'respond-async',
  })
  return RunDetail.parse(await response.json()).run
}

async function waiting(): Promise<ApprovalPage['approvals']> {
  for (;;) {
    const { approvals } = await api.get('/api/approvals?status=open', ApprovalPage)
    if (approvals.length > 0) return approvals
  }
}

describe('the inbox', () => {
  it('takes an edit, which its editor can’t approve and somebody else can', {
    timeout: 120_000,
  }, async () => {
    const run = await askForRefund('B1')
    await waiting()
    const page = await signIn(browser, server)
    page.setDefaultTimeout(15_000)
    const complaints = complaintsOf(page)
    await page.goto(`${server.origin}/approvals`)
    const panel = page.getByRole('article')
    await panel.getByRole('button', { name: 'Approve' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await panel.getByRole('button', { name: 'Edit…' }).click()
    const editor = panel.getByRole('textbox', { name: /^Arguments of/ })
    const before = await editor.innerText()
    await editor.click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.insertText(before.replace(/"reason": "[^"]*"/, '"reason": "It came twice"'))
    await panel.getByRole('button', { name: 'Propose this instead' }).click()

    await page.getByText('You edited this plan').waitFor()
    expect(await panel.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true)
    const [open] = await waiting()
    const detail = await (await ada.send('GET', `/api/approvals/${open?.approval}`)).json()
    const { digest } = detail as { digest: string }
    await ada.send('POST', `/api/runs/${run}/approvals/${open?.approval}`, { decision: 'grant', digest })
    await page.getByText('Nobody is asked anything').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('is handed to somebody with a note and talked about, and then only they decide it', {
    timeout: 120_000,
  }, async () => {
    const run = await askForRefund('B3')
    const [open] = await waiting()
    const page = await signIn(browser, server)
    page.setDefaultTimeout(15_000)
    const complaints = complaintsOf(page)
    await page.goto(`${server.origin}/approvals`)
    const panel = page.getByRole('article')
    await panel.getByRole('textbox', { name: 'Comment' }).fill('Is it the same parcel?')
    await panel.getByRole('button', { name: 'Comment' }).click()
    await panel.getByText('Is it the same parcel?').first().waitFor()
    await panel.getByRole('button', { name: 'Assign…' }).click()
    await page.getByRole('combobox', { name: 'To' }).click()
    await page.getByRole('option', { name: 'Ada' }).click()
    await page.getByRole('dialog').getByLabel('Note').fill('You know them')
    await page.getByRole('button', { name: 'Assign', exact: true }).click()
    await panel.getByText('It is assigned to Ada.').waitFor()
    expect(await panel.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    const mine = await ada.get('/api/approvals?status=open&mine=true', ApprovalPage)
    expect(mine.approvals).toMatchObject([{ run, assignee: { name: 'Ada' }, comments: 1 }])
    const detail = await (await ada.send('GET', `/api/approvals/${open?.approval}`)).json()
    const { digest } = detail as { digest: string }
    await ada.send('POST', `/api/runs/${run}/approvals/${open?.approval}`, { decision: 'deny', digest })
    await page.goto(`${server.origin}/runs/${run}`)
    await page.getByText('admin commented: Is it the same parcel?').first().waitFor()
    await page.getByText('admin assigned it to Ada: You know them').first().waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('opens from the run that waits, in the dark as well', { timeout: 120_000 }, async () => {
    const run = await askForRefund('B2')
    await waiting()
    const page = await signIn(browser, server, { colorScheme: 'dark' })
    page.setDefaultTimeout(15_000)
    await page.goto(`${server.origin}/runs/${run}`)
    await page.getByRole('button', { name: 'Review…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Deny' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByLabel('Note').fill('Not twice')
    await dialog.getByRole('button', { name: 'Deny' }).click()
    await page
      .getByText(/refused: Not twice/)
      .first()
      .waitFor()
    await page.context().close()
  })
})
