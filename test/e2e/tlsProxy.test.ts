import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostList } from '../../shared/api/workspace.ts'
import { Api } from '../support/api.ts'
import { complaintsOf, launchBrowser } from '../support/browser.ts'
import { freePort, LocalServer } from '../support/localServer.ts'
import { startTlsProxy, type TlsProxy } from '../support/tlsProxy.ts'

const opened = readFileSync(join(import.meta.dirname, '../fixtures/github/issues.opened.json'), 'utf8')

let server: LocalServer
let proxy: TlsProxy
let browser: Browser
let page: Page

beforeAll(async () => {
  const [port, proxyPort] = [await freePort(), await freePort()]
  proxy = await startTlsProxy(proxyPort, port)
  server = await LocalServer.start({ port, env: { PAVANE_ORIGIN: proxy.origin } })
  browser = await launchBrowser()
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  page = await context.newPage()
})
afterAll(async () => {
  await browser.close()
  await proxy.close()
  await server.discard()
})

/** What a page of that address is answered that asks, with the browser's cookies, for a change. */
const putHost = (from: Page, name: string) =>
  from.evaluate(async (host) => {
    const body = JSON.stringify({ baseUrl: 'https://wanted.example' })
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`/api/hosts/${host}`, { method: 'PUT', headers, body })).status
  }, name)

/** How a socket to the log of a run that ends is closed. */
const closedWith = (from: Page, path: string) =>
  from.evaluate((address) => {
    const socket = new WebSocket(address, 'pavane.events.1')
    return new Promise<number>((done) => socket.addEventListener('close', ({ code }) => done(code)))
  }, path)

describe('npm start behind a proxy that speaks TLS', () => {
  it('signs in at the address that people use, with a cookie that no plain connection gets', async () => {
    expect(server.output).toContain(`Pavane is ready at ${proxy.origin}`)
    expect(server.signInLink).toContain(`${proxy.origin}/sign-in#code=`)
    await page.goto(server.signInLink)
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    const cookies = await page.context().cookies()
    expect(cookies).toMatchObject([
      { name: '__Host-pavane_session', secure: true, httpOnly: true, sameSite: 'Strict' },
    ])
  })

  it('takes changes from its own pages, and from no others', async () => {
    expect(await putHost(page, 'wanted')).toBe(200)
    const other = await page.context().newPage()
    await other.goto(server.origin)
    expect(await putHost(other, 'unwanted')).toBe(403)
    const { hosts } = await new Api(server).get('/api/hosts', HostList)
    expect(hosts.map(({ name }) => name)).toContain('wanted')
    expect(hosts.map(({ name }) => name)).not.toContain('unwanted')
    await other.close()
  })

  it('shows a run, also by a socket, whose actions reach the sandbox', async () => {
    const started = await new Api(server).send('POST', '/hooks/issue-triage', JSON.parse(opened))
    const location = started.headers.get('location') ?? ''
    expect(location).toMatch(/^\/api\/runs\//)
    const complaints = complaintsOf(page)
    await page.goto(`${proxy.origin}${location.replace('/api', '')}`)
    await page.getByText('The run ended succeeded').first().waitFor()
    expect(await closedWith(page, `${location}/socket`)).toBe(1000)
    const { hosts } = await new Api(server).get('/api/hosts', HostList)
    const sandbox = hosts.filter((host) => host.sandbox)
    expect(sandbox.length).toBeGreaterThan(0)
    for (const { baseUrl } of sandbox) expect(baseUrl).toContain(`${server.origin}/sandbox/`)
    expect(complaints).toEqual([])
  })

  it('refuses to start with an address that is none', async () => {
    for (const bad of ['http://pavane.example', 'https://pavane.example/under', 'pavane.example'])
      await expect(LocalServer.start({ env: { PAVANE_ORIGIN: bad } })).rejects.toThrow(
        `PAVANE_ORIGIN is "${bad}": it must be an address of https alone`,
      )
  })
})
