import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import type { Callbacks } from '../../shared/graph/callback.ts'
import { leadScoring } from '../../shared/templates/leadScoring.ts'
import { Api } from '../support/api.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { HttpTarget } from '../support/httpTarget.ts'
import { LocalServer } from '../support/localServer.ts'

const loop = 'told-leads'
const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`

let server: LocalServer
let browser: Browser
let page: Page
let api: Api
let receiver: HttpTarget
let complaints: string[]
/** What the receiver answers, and what it was sent. */
let answered = 410
const received: string[] = []

beforeAll(async () => {
  receiver = await HttpTarget.listen(({ headers }, response) => {
    received.push(String(headers['webhook-id']))
    response.writeHead(answered).end()
  })
  server = await LocalServer.start()
  browser = await launchBrowser()
  api = new Api(server)
  await api.send('PUT', '/api/secrets/signing', { value: secret })
  await api.send('PUT', '/api/hosts/listener', { baseUrl: receiver.origin })
  const callbacks: Callbacks = { secret: 'signing', to: [{ host: 'listener', path: '/ended' }] }
  const auth = { scheme: 'github' as const, secret: 'signing' }
  const nodes = leadScoring.graph.nodes.map((node) =>
    node.kind === 'trigger' ? { ...node, auth, callbacks } : node,
  )
  await api.send('POST', '/api/loops', { name: loop, graph: { ...leadScoring.graph, name: loop, nodes } })
  const published = await api.send('POST', `/api/loops/${loop}/versions`, { revision: 1, note: '' })
  if (!published.ok) throw new Error(await published.text())
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
})
afterAll(async () => {
  await browser.close()
  await server.discard()
  await receiver.close()
})

const open = (path: string) => page.goto(`${server.origin}${path}`)
const row = (...texts: string[]) =>
  texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole('row'))
const faultsHere = async () => (await accessibilityFaults(page)).concat(complaints)
const runOfAddress = () => decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')

describe('Call it', () => {
  it('makes a signed delivery, shows what came back, and leads to the run', async () => {
    await open(`/loops/${loop}`)
    await page.getByRole('tab', { name: 'Call it' }).click()
    await page.getByText('with a true signature').waitFor()
    await page.getByRole('tab', { name: 'Python' }).click()
    expect(await page.locator('[data-snippet=python]').innerText()).toContain(`/hooks/${loop}`)
    await page.getByRole('button', { name: 'Send test delivery' }).click()
    const answer = page.getByRole('region', { name: 'Answer', exact: true })
    await answer.getByText('200', { exact: true }).waitFor()
    expect(await answer.innerText()).not.toContain(secret)
    expect(await faultsHere()).toEqual([])
    await answer.getByRole('link', { name: 'See the run' }).click()
    await page.waitForURL(/\/runs\//)
    const { status, loop: ran } = await api.get(`/api/runs/${runOfAddress()}`, RunDetail)
    expect({ status, ran }).toEqual({ status: 'ended', ran: loop })
  })
})

describe('the deliveries of a loop', () => {
  it('show what was refused and why, and send again what was taken', async () => {
    const refused = await fetch(`${server.origin}/hooks/${loop}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': 'sha256=00' },
      body: '{}',
    })
    expect(refused.status).toBe(401)
    await open(`/loops/${loop}/deliveries`)
    await row('Refused', '401 signature-invalid').waitFor()
    expect(await faultsHere()).toEqual([])
    await row('Accepted', 'Test').getByRole('button').click()
    const dialog = page.getByRole('dialog', { name: 'Delivery' })
    await dialog.getByText('company_size').first().waitFor()
    expect(await faultsHere()).toEqual([])
    await dialog.getByRole('button', { name: 'Send as new' }).click()
    await page.waitForURL(/\/runs\//)
    await open(`/loops/${loop}/deliveries`)
    await row('Accepted', 'Sent again').waitFor()
    expect(await row('Accepted').count()).toBe(2)
  })
})

describe('the callbacks under Settings', () => {
  it('keep what nobody took, and send it again with the same id', async () => {
    const [id] = received
    answered = 204
    await open('/settings/callbacks')
    const lost = row('listener/ended', 'Not delivered')
    await lost.first().waitFor()
    expect(await faultsHere()).toEqual([])
    const count = await lost.count()
    // Oldest last: the one that the receiver has seen.
    const first = lost.last()
    await first.getByRole('button', { name: 'Send again' }).click()
    const submit = page.getByRole('dialog').getByRole('button', { name: 'Send again' })
    await submit.click()
    await page.getByText('Say why.').waitFor()
    await page.getByLabel('Why').fill('They listen again.')
    await submit.click()
    await expect.poll(() => lost.count()).toBe(count - 1)
    await page.getByLabel('Show callbacks that are').click()
    await page.getByRole('option', { name: 'Delivered', exact: true }).click()
    await row('listener/ended', 'Delivered').getByRole('button', { name: '2 attempts' }).click()
    await page.getByText('Taken with 204').waitFor()
    expect(received).toEqual([id, id])
    expect(complaints).toEqual([])
  })
})
