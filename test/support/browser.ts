import { type Browser, chromium, type Page } from 'playwright-core'
import { signInLink } from '../../worker/local/signInLink.ts'
import { findBrowser } from './browser.mjs'
import { adminToken, type LocalServer } from './localServer.ts'

/** Starts the machine's Chromium. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('There is no Chromium: npm test installs one, or set PAVANE_BROWSER.')
  // A container's root may not use the sandbox, and its /dev/shm is small.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  })
}

export type PageOptions = { width?: number; height?: number; colorScheme?: 'light' | 'dark' }

/** A page of a browser profile of its own, signed in through a link like the one that the server prints. */
export async function signIn(
  browser: Browser,
  server: LocalServer,
  options: PageOptions = {},
): Promise<Page> {
  const { width = 1440, height = 900, colorScheme = 'light' } = options
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(signInLink(server.origin, adminToken, Date.now()))
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return page
}

/** Collects what a page complains about: exceptions, errors on its console and what its policy blocked. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Waits until fonts are there and the page has been drawn with them. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  })
}
