import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser } from '../support/browser.ts'
import { freePort, LocalServer } from '../support/localServer.ts'
import { type OidcProvider, oidcClient, startOidcProvider } from '../support/oidcProvider.ts'

let provider: OidcProvider
let server: LocalServer
let browser: Browser

const person = (email: string) => ({ email, email_verified: true, name: email.split('@')[0] ?? '' })

beforeAll(async () => {
  const port = await freePort()
  const accounts = { first: person('first@example.com'), vera: person('vera@example.com') }
  provider = await startOidcProvider(accounts, [`http://localhost:${port}/api/sign-in/oidc/callback`])
  server = await LocalServer.start({
    port,
    env: {
      PAVANE_ADMINS: 'first@example.com',
      PAVANE_OIDC_ISSUER: provider.issuer,
      PAVANE_OIDC_CLIENT_ID: oidcClient.id,
      PAVANE_OIDC_CLIENT_SECRET: oidcClient.secret,
      PAVANE_OIDC_NAME: 'Acme',
    },
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.discard()
  provider.close()
})

/** A browser in which somebody has an account at the provider. */
async function browserOf(who: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext()
  await context.addCookies([{ name: 'who', value: who, url: provider.issuer }])
  return { context, page: await context.newPage() }
}

const signIn = (page: Page) => page.getByRole('link', { name: 'Sign in with Acme' }).click()

describe('an account at a provider', () => {
  it('signs an admin in, who lets somebody in, who is let out again at once', {
    timeout: 120_000,
  }, async () => {
    const admin = await browserOf('first')
    await admin.page.goto(`${server.origin}/settings/members`)
    await signIn(admin.page)
    await admin.page.getByRole('heading', { name: 'Members' }).waitFor()
    expect(new URL(admin.page.url()).pathname).toBe('/settings/members')

    const vera = await browserOf('vera')
    await vera.page.goto(`${server.origin}/runs`)
    await signIn(vera.page)
    expect(await vera.page.getByRole('alert').textContent()).toContain('no role in this workspace')
    expect(await accessibilityFaults(vera.page)).toEqual([])

    await admin.page.getByLabel('Person or group').fill('vera@example.com')
    await admin.page.getByRole('button', { name: 'Add member' }).click()
    await admin.page.getByLabel('Role of vera@example.com').waitFor()
    expect(await accessibilityFaults(admin.page)).toEqual([])
    await signIn(vera.page)
    await vera.page.getByRole('heading', { name: 'Runs', exact: true }).waitFor()
    expect(new URL(vera.page.url()).pathname).toBe('/runs')

    await admin.page.goto(`${server.origin}/settings/sessions`)
    await admin.page.getByRole('button', { name: 'End a session of vera@example.com' }).waitFor()
    expect(await accessibilityFaults(admin.page)).toEqual([])
    await admin.page.getByRole('button', { name: 'End a session of vera@example.com' }).click()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
    await admin.page
      .getByRole('button', { name: 'End a session of vera@example.com' })
      .waitFor({ state: 'detached' })
    await vera.page.goto(`${server.origin}/runs`)
    await vera.page.getByRole('heading', { name: 'Sign in to Pavane' }).waitFor()
    for (const { context } of [admin, vera]) await context.close()
  })

  it('leaves a cookie that no script can read and no other site can use', async () => {
    const { context, page } = await browserOf('first')
    await page.goto(`${server.origin}/`)
    await signIn(page)
    await page.getByRole('heading', { name: 'Loops', exact: true }).waitFor()
    const cookies = await context.cookies(server.origin)
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: 'pavane_session', httpOnly: true, sameSite: 'Strict' },
    ])
    expect(await page.evaluate(() => document.cookie)).toBe('')

    // Another site: its form and its script are sent without the cookie, and it reads nothing.
    const evil = await context.newPage()
    await evil.route('http://evil.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Win a prize</h1>' }),
    )
    await evil.goto('http://evil.example/')
    const sent = evil.waitForRequest(`${server.origin}/api/session`)
    const read = await evil.evaluate(async (address) => {
      try {
        return (await fetch(address, { credentials: 'include' })).status
      } catch (error) {
        return String(error)
      }
    }, `${server.origin}/api/session`)
    expect(read).toContain('TypeError')
    expect((await (await sent).allHeaders())['cookie']).toBeUndefined()
    await context.close()
  })
})

/** Runs in the page: tries to run scripts and to load things, and notes in the document what was stopped and what ran. */
async function attack() {
  const runs = "document.body.dataset.ran = 'yes'"
  const saw = (what: string) => {
    document.body.dataset['seen'] = `${document.body.dataset['seen'] ?? ''} ${what}`
  }
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => saw(effectiveDirective))
  const add = (tag: string, attributes: Record<string, string>, text = '') => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.textContent = text
    document.body.append(element)
  }
  add('script', {}, runs)
  add('img', { src: 'x:', onerror: runs })
  add('a', { href: `javascript:${runs}`, id: 'bad-link' })
  document.getElementById('bad-link')?.click()
  add('script', { src: 'https://evil.example/x.js' })
  add('img', { src: 'https://evil.example/x.png' })
  add('iframe', { src: 'https://evil.example/' })
  add('object', { data: 'https://evil.example/' })
  add('link', { rel: 'stylesheet', href: 'https://evil.example/x.css' })
  await fetch('https://evil.example/').catch(() => undefined)
  // What runs within the evaluation itself is let through by the browser's own debugger.
  await new Promise<void>((resolve) => {
    setTimeout(() => {
      try {
        // oxlint-disable-next-line eslint/no-new-func, typescript/no-implied-eval -- It must not work.
        Function(runs)()
      } catch {
        saw('eval-threw')
      }
      resolve()
    })
  })
}

describe('the policy of the pages', () => {
  it('runs no script that a page did not come with, and loads nothing from elsewhere', async () => {
    const { context, page } = await browserOf('first')
    await page.goto(`${server.origin}/sign-in`)
    await page.getByRole('heading', { name: 'Sign in to Pavane' }).waitFor()
    const complaints = complaintsOf(page)
    await page.evaluate(attack)
    const seen = () => page.evaluate(() => document.body.dataset['seen']?.split(' ') ?? [])
    await expect
      .poll(seen)
      .toEqual(
        expect.arrayContaining([
          'connect-src',
          'eval-threw',
          'frame-src',
          'img-src',
          'object-src',
          'script-src-attr',
          'script-src-elem',
          'style-src-elem',
        ]),
      )
    expect(await page.evaluate(() => document.body.dataset['ran'])).toBeUndefined()
    expect(complaints.length).toBeGreaterThan(0)
    await context.close()
  })

  it('lets no other page put ours in a frame', async () => {
    const response = await fetch(`${server.origin}/`, { headers: { accept: 'text/html' } })
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('x-frame-options')).toBe('DENY')
  })
})
