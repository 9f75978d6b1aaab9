import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import { type Graph, graphFormat } from '../../shared/graph/graph.ts'
import type { ActionNode } from '../../shared/graph/nodes/action.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { answerJson, HttpTarget } from '../support/httpTarget.ts'
import { LocalServer } from '../support/localServer.ts'
import { longScriptText, markName, shortScriptText } from '../support/scriptTexts.ts'

const loop = 'injected'

const act = (id: string): ActionNode => ({
  kind: 'action',
  id,
  title: shortScriptText,
  note: longScriptText,
  call: { uses: 'http', host: 'target', method: 'POST', path: `/${id}`, body: '{{ input }}' },
  retry: { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' },
  reversibility: 'pure',
  idempotency: 'keyed',
})

const words = { title: shortScriptText, note: longScriptText }

/** Everything in it that people write, and everything that its target answers, is a text that would be a script. */
const graph: Graph = {
  format: graphFormat,
  name: loop,
  title: shortScriptText,
  description: longScriptText.slice(0, 1000),
  nodes: [
    { kind: 'trigger', id: 'start', ...words, auth: { scheme: 'none' } },
    {
      kind: 'planner',
      id: 'plan',
      ...words,
      strategy: {
        type: 'sequence',
        steps: [
          { id: 'takes', action: 'takes', args: { words: longScriptText } },
          { id: 'refuses', action: 'refuses', args: { words: longScriptText } },
        ],
      },
    },
    act('takes'),
    act('refuses'),
    {
      kind: 'verifier',
      id: 'check',
      ...words,
      checks: [{ type: 'rule', id: 'well', expr: 'input.fine == true', onFail: 'escalate' }],
    },
    {
      kind: 'approval',
      id: 'ask',
      ...words,
      approvers: ['admin'],
      deadlineSeconds: 3600,
      show: { words: longScriptText, [shortScriptText]: '{{ steps.takes.output }}' },
    },
    { kind: 'outcome', id: 'done', ...words, status: 'succeeded', body: '{{ steps }}' },
    { kind: 'outcome', id: 'stopped', ...words, status: 'bailed', body: '{{ steps }}' },
  ],
  edges: [
    wire('start.input', 'plan.in'),
    wire('plan.plan', 'takes.step'),
    wire('plan.plan', 'refuses.step'),
    wire('takes.result', 'check.in'),
    wire('refuses.result', 'check.in'),
    wire('check.pass', 'done.in'),
    wire('check.escalate', 'ask.in'),
    wire('ask.granted', 'done.in'),
    wire('ask.denied', 'stopped.in'),
    wire('ask.expired', 'stopped.in'),
    ...(['replan', 'rollback', 'bail'] as const).map((port) => wire(`check.${port}`, 'stopped.in')),
  ],
  policies: [
    {
      id: 'flagged',
      title: shortScriptText,
      at: 'step',
      when: 'true',
      effect: 'flag',
      message: longScriptText.slice(0, 500),
    },
  ],
  limits: {},
  layout: { positions: {} },
}

let server: LocalServer
let target: HttpTarget
let browser: Browser
let run: string

beforeAll(async () => {
  target = await HttpTarget.listen(({ path }, response) =>
    answerJson(response, path === '/refuses' ? 422 : 200, {
      title: shortScriptText,
      detail: longScriptText,
      message: longScriptText,
      [shortScriptText]: longScriptText,
    }),
  )
  server = await LocalServer.start()
  browser = await launchBrowser()
  const api = new Api(server)
  const set = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await api.send(method, path, body, headers)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
  await set('PUT', '/api/hosts/target', { baseUrl: target.origin })
  await set('POST', '/api/loops', { name: loop, graph })
  await set('POST', `/api/loops/${loop}/versions`, { revision: 1, note: longScriptText.slice(0, 500) })
  await set('POST', '/api/tokens', {
    name: shortScriptText,
    role: 'viewer',
    expiresAt: Date.now() + 3_600_000,
  })
  const input = { fine: false, words: longScriptText, [shortScriptText]: longScriptText }
  const called = await set('POST', `/hooks/${loop}`, input, {
    prefer: 'respond-async',
    'user-agent': shortScriptText,
    'x-words': shortScriptText,
    'idempotency-key': shortScriptText,
  })
  run = RunDetail.parse(await called.json()).run
  await set('POST', `/api/runs/${run}/signals`, { name: 'told', data: { words: longScriptText } })
  // One that is refused, for the page of deliveries.
  await api.send('POST', `/hooks/${loop}`, {}, { 'content-type': 'text/html', 'user-agent': shortScriptText })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.discard()
  await target?.close()
})

/** Pages, and whether one of the texts must be seen there as soon as it is opened: else nothing was tried. */
const pages = [
  ['/', true],
  [`/loops/${loop}`, false],
  [`/loops/${loop}?node=takes`, false],
  [`/loops/${loop}/runs`, false],
  [`/loops/${loop}/plans`, false],
  [`/loops/${loop}/deliveries`, false],
  ['/runs', false],
  ['/runs/RUN', false],
  ['/runs/RUN?plan=1', true],
  ['/approvals', false],
  [`/docs/api/${loop}`, false],
  ['/settings/hosts', false],
  ['/settings/secrets', false],
  ['/settings/members', false],
  ['/settings/tokens', true],
  ['/settings/sessions', false],
  ['/settings/policies', false],
  ['/settings/changes', true],
  ['/settings/callbacks', false],
  ['/settings/privacy', false],
] as const

/** Opens whatever opens, so that more of the texts are shown. */
async function openAll(page: Page): Promise<void> {
  const closed = page.locator(
    'main [aria-expanded="false"]:visible, main details:not([open]) > summary:visible',
  )
  const count = Math.min(await closed.count(), 12)
  for (let place = 0; place < count; place += 1) {
    await closed
      .nth(0)
      .click({ timeout: 2000, noWaitAfter: true })
      .catch(() => undefined)
    await page.keyboard.press('Escape')
  }
}

type Traces = { marked: string[]; links: string[]; violations: string[]; ran: string[] }

/** Runs in the page: what of the texts became markup or ran, and whether one of them is seen. */
function look(mark: string): Traces & { seen: boolean } {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
  const addresses = ['href', 'src', 'action'].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
  )
  const noted = window as unknown as Pick<Traces, 'violations' | 'ran'>
  return {
    marked: [...document.querySelectorAll(`[${mark}]`)].map(({ tagName }) => tagName),
    links: addresses.filter((address) => /^\s*(java|vb)\s*script:/i.test(address)),
    violations: noted.violations,
    ran: noted.ran,
    seen: [document.body.innerText, ...fields.map(({ value }) => value)].join('\n').includes(mark),
  }
}

describe('a text that would be a script', () => {
  it('is a text on every page that shows it', { timeout: 300_000 }, async () => {
    const page = await signIn(browser, server)
    await page.addInitScript(() => {
      const ran: string[] = []
      const violations: string[] = []
      Object.assign(window, { violations, ran, injectedScriptRan: () => ran.push(location.pathname) })
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        violations.push(`${effectiveDirective} ${blockedURI}`)
      })
    })
    const complaints = complaintsOf(page)
    page.on('dialog', (dialog) => void dialog.dismiss())
    const found: Record<string, Traces> = {}
    const unseen: string[] = []
    for (const [path, isShown] of pages) {
      await page.goto(`${server.origin}${path.replace('RUN', run)}`, { waitUntil: 'networkidle' })
      await openAll(page)
      const { seen, ...traces } = await page.evaluate(look, markName)
      // Once a page zod looks whether it may make functions of texts, and does without where it may not.
      const probe = traces.violations.indexOf('script-src eval')
      if (probe >= 0) traces.violations.splice(probe, 1)
      if (Object.values(traces).some((each) => each.length > 0)) found[path] = traces
      if (isShown && !seen) unseen.push(path)
    }
    expect({ found, complaints, unseen }).toEqual({ found: {}, complaints: [], unseen: [] })
    await page.context().close()
  })

  it.for(['secrets', 'hosts', 'loops'])('names nothing: %s', async (kind) => {
    const api = new Api(server)
    const name = encodeURIComponent(shortScriptText)
    const response =
      kind === 'loops'
        ? await api.send('POST', '/api/loops', { name: shortScriptText, graph })
        : await api.send('PUT', `/api/${kind}/${name}`, { value: 'x', baseUrl: target.origin })
    expect(response.status).toBe(400)
    // The answer may repeat it, as JSON that no browser takes for a page.
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is no address of a host', async () => {
    const response = await new Api(server).send('PUT', '/api/hosts/bad', { baseUrl: shortScriptText })
    expect(response.status).toBe(400)
    const script = await new Api(server).send('PUT', '/api/hosts/bad', { baseUrl: 'javascript:alert(1)' })
    expect(script.status).toBe(400)
  })
})
