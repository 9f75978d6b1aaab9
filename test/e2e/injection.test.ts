import { type Browser, errors, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Api } from '../support/api.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { injected } from '../support/injected/injectedLoops.ts'
import { type InjectedPart, injectedPages } from '../support/injected/injectedPages.ts'
import { type InjectedWorld, makeInjectedWorld } from '../support/injected/injectedWorld.ts'
import { markName, shortScriptText } from '../support/scriptTexts.ts'

let world: InjectedWorld
let browser: Browser

beforeAll(async () => {
  ;[world, browser] = await Promise.all([makeInjectedWorld(), launchBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await world?.server.discard()
  await world?.target.close()
})

type Traces = { marked: string[]; links: string[]; violations: string[]; ran: string[] }

/** Runs in a page before anything of it does, and notes whatever of the texts becomes markup or runs, also for a moment. */
function watch(mark: string): void {
  const none = (): Traces => ({ marked: [], links: [], violations: [], ran: [] })
  let traces = none()
  // Once a page zod looks whether it may make functions of texts, and does without where it may not.
  let probes = 1
  const lead = /^\s*(java|vb)\s*script:/i
  const note = (element: Element) => {
    if (element.hasAttribute(mark)) traces.marked.push(element.tagName)
    for (const name of ['href', 'src', 'action'])
      if (lead.test(element.getAttribute(name) ?? '')) traces.links.push(`${element.tagName} ${name}`)
  }
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records)
      for (const node of [target, ...addedNodes]) {
        if (!(node instanceof Element)) continue
        note(node)
        if (node !== target) for (const each of node.querySelectorAll('*')) note(each)
      }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['href', 'src', 'action'],
  })
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === 'script-src' && blockedURI === 'eval' && probes-- > 0) return
    traces.violations.push(`${effectiveDirective} ${blockedURI}`)
  })
  const takeTraces = () => {
    const taken = traces
    traces = none()
    return taken
  }
  Object.assign(window, { takeTraces, injectedScriptRan: () => traces.ran.push(location.pathname) })
}

/** Runs in the page: whether one of the texts is seen, in what of it is looked at. */
function isSeen([mark, within]: readonly [string, string]): boolean {
  return [...document.querySelectorAll<HTMLElement>(within)].some((part) => {
    const fields = [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
    return [part.innerText, ...fields.map(({ value }) => value)].join('\n').includes(mark)
  })
}

/** Runs in the page: opens whatever opens, so that more of the texts are shown. */
function openAll(): void {
  const closed =
    'main [aria-expanded="false"]:not([aria-haspopup], [role="combobox"]), main details:not([open]) > summary'
  for (const each of document.querySelectorAll<HTMLElement>(closed)) each.click()
}

/** A page on which nothing is seen is told with all others. */
function notSeen(error: unknown): void {
  if (!(error instanceof errors.TimeoutError)) throw error
}

/** Runs in the page: goes to an address as a link does, which costs far less than to load everything anew. */
function follow(path: string): void {
  history.pushState(null, '', path)
  dispatchEvent(new PopStateEvent('popstate', { state: null }))
}

/** Opens a page that nothing of the one before is left on. */
async function openFresh(page: Page, path: string, [first]: readonly InjectedPart[]): Promise<void> {
  if (first?.showsNone !== undefined) {
    await page.goto(`${world.server.origin}${path}`, { waitUntil: 'networkidle' })
    return
  }
  await page.evaluate(follow, '/docs/lints')
  await page.getByRole('heading', { level: 1, name: 'Warnings explained' }).waitFor()
  await page.evaluate(follow, path)
}

/** Runs in the page: what was noted since it was last asked. */
function takeTraces(): Traces {
  const noted = window as unknown as { takeTraces: () => Traces }
  return noted.takeTraces()
}

/** What a part of a page shows. */
async function lookAt(page: Page, { within = 'body', open, showsNone }: InjectedPart) {
  await open?.(page)
  const asked = [markName, within] as const
  if (showsNone === undefined)
    await page.waitForFunction(isSeen, asked, { polling: 100, timeout: 20_000 }).catch(notSeen)
  await page.evaluate(openAll)
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  const isShown = await page.evaluate(isSeen, asked)
  await page.keyboard.press('Escape')
  return isShown
}

describe('a text that would be a script', () => {
  it('is a text on every page that shows it', { timeout: 300_000 }, async () => {
    const page = await signIn(browser, world.server)
    await page.addInitScript(watch, markName)
    const complaints = complaintsOf(page)
    page.on('dialog', (dialog) => void dialog.dismiss())
    await page.goto(`${world.server.origin}/docs/lints`)
    const wrong: string[] = []
    const traces: Record<string, Traces> = {}
    for (const { path, parts } of injectedPages) {
      await openFresh(page, path.replace('RUN', world.run).replace('CANCELLED', world.cancelled), parts)
      for (const [place, part] of parts.entries()) {
        const name = `${path} ${part.within ?? ''} ${place}`
        if ((await lookAt(page, part)) !== (part.showsNone === undefined)) wrong.push(name)
      }
      traces[path] = await page.evaluate(takeTraces)
    }
    const none: Traces = { marked: [], links: [], violations: [], ran: [] }
    expect(traces).toEqual(Object.fromEntries(injectedPages.map(({ path }) => [path, none])))
    // Chromium says of each loop and run that there is not that it asked for it in vain.
    const told = complaints.filter((text) => !text.includes('404 (Not Found)'))
    expect({ wrong, told }).toEqual({ wrong: [], told: [] })
    await page.context().close()
  })

  it.for(['secrets', 'hosts', 'loops'])('names nothing: %s', async (kind) => {
    const api = new Api(world.server)
    const name = encodeURIComponent(shortScriptText)
    const response =
      kind === 'loops'
        ? await api.send('POST', '/api/loops', { name: shortScriptText, graph: injected })
        : await api.send('PUT', `/api/${kind}/${name}`, { value: 'x', baseUrl: world.target.origin })
    expect(response.status).toBe(400)
    // The answer may repeat it, as JSON that no browser takes for a page.
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is no address of a host', async () => {
    const response = await new Api(world.server).send('PUT', '/api/hosts/bad', { baseUrl: shortScriptText })
    expect(response.status).toBe(400)
    const script = await new Api(world.server).send('PUT', '/api/hosts/bad', {
      baseUrl: 'javascript:alert(1)',
    })
    expect(script.status).toBe(400)
  })
})
