import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunReviews } from '../../shared/api/reviews.ts'
import { RunDetail, RunList } from '../../shared/api/runs.ts'
import { unsigned } from '../../shared/templates/publishedExample.ts'
import { refund } from '../../shared/templates/refund.ts'
import { Api } from '../support/api.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let api: Api
const runs: string[] = []

const listed = (query = '') => api.get(`/api/runs?loop=${refund.name}${query}`, RunList)

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  api = new Api(server)
  const { name, graph } = refund
  await api.send('POST', '/api/loops', { name, graph: unsigned(graph) })
  await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: '' })
  for (const order of ['C1', 'C2']) {
    const input = { order, charge: `ch_${order}_5000`, amount: 1000, currency: 'usd', reason: 'Broken' }
    const response = await api.send('POST', `/hooks/${name}`, input, { prefer: 'wait=20' })
    runs.push(response.headers.get('location')?.split('/').at(-1) ?? '')
    await response.body?.cancel()
  }
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

describe('whoever reviews', { timeout: 120_000 }, () => {
  it('compares two runs of the list by key alone, and runs them again', async () => {
    const page = await signIn(browser, server)
    page.setDefaultTimeout(15_000)
    const complaints = complaintsOf(page)
    await page.goto(`${server.origin}/loops/${refund.name}/runs`)
    await page.getByText('2 runs shown').waitFor()
    for (const key of 'jxjx') await page.keyboard.press(key)
    await page.getByText('2 runs chosen').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('c')
    await page.waitForURL(`**/runs/${runs[0]}/compare/${runs[1]}`)
    await page.getByRole('heading', { name: 'Step Pay back refund' }).waitFor()

    await page.goBack()
    await page.getByRole('checkbox', { name: 'Choose all runs shown' }).click()
    await page.getByRole('button', { name: 'Run 2 again…' }).click()
    await page.getByRole('button', { name: 'Run 2 runs again' }).click()
    await page.getByText('4 runs shown').waitFor()
    const again = (await listed()).runs.slice(0, 2).map(({ run }) => api.get(`/api/runs/${run}`, RunDetail))
    expect((await Promise.all(again)).map(({ input }) => input)).toMatchObject([
      { order: 'C1' },
      { order: 'C2' },
    ])
    expect(complaints).toEqual([])
  })

  it('goes through what nobody has reviewed, scoring by key', async () => {
    const page = await signIn(browser, server)
    page.setDefaultTimeout(15_000)
    const complaints = complaintsOf(page)
    await page.goto(`${server.origin}/loops/${refund.name}/runs?reviewed=false&status=ended`)
    const open = (await listed('&reviewed=false')).runs
    await page.getByRole('link', { name: 'Review one after the other' }).click()
    await page.getByText(`1 of ${open.length}`).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('4')
    await page.getByRole('textbox', { name: 'Comment' }).fill('As it should be')
    await page.keyboard.press('Enter')
    await page.getByText(`2 of ${open.length}`).waitFor()
    await page.keyboard.press('k')
    await page.getByText(`1 of ${open.length}`).waitFor()
    await page.getByRole('radio', { name: '4', checked: true }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('As it should be')
    const { reviews } = await api.get(`/api/runs/${open[0]?.run}/reviews`, RunReviews)
    expect(reviews).toMatchObject([{ by: 'admin', score: 4, comment: 'As it should be' }])
    expect((await listed('&reviewed=false')).runs).toHaveLength(open.length - 1)
    expect(complaints).toEqual([])
  })
})
