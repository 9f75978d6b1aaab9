import type { Page } from 'playwright-core'
import type { Graph } from '../../shared/graph/graph.ts'
import { Api } from './api.ts'
import { complaintsOf, launchBrowser, signIn } from './browser.ts'
import { CanvasHand } from './canvasHand.ts'
import { action, soundGraph } from './graphs.ts'
import { LocalServer } from './localServer.ts'

/** A small loop that a builder finds drawn, and that runs: it asks the tracker of the sandbox. */
export const drawn: Graph = {
  ...soundGraph,
  nodes: soundGraph.nodes.map((node) => {
    if (node.kind === 'trigger') return { ...node, auth: { scheme: 'none' } }
    return node.id === 'act'
      ? action('act', { call: { uses: 'http', host: 'tracker', method: 'GET', path: '/repos/acme' } })
      : node
  }),
}

/** A builder in front of that loop, on a server of their own. */
export type AtDrawnLoop = {
  server: LocalServer
  page: Page
  hand: CanvasHand
  api: Api
  /** What the page has complained of. */
  complaints: string[]
  leave: () => Promise<void>
}

export async function atDrawnLoop(): Promise<AtDrawnLoop> {
  const server = await LocalServer.start()
  const browser = await launchBrowser()
  const api = new Api(server)
  await api.send('POST', '/api/loops', { name: drawn.name, graph: drawn })
  const page = await signIn(browser, server)
  const complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
  const hand = new CanvasHand(page)
  await page.goto(`${server.origin}/loops/${drawn.name}`)
  await hand.card('act').waitFor()
  const leave = async () => {
    await browser.close()
    await server.discard()
  }
  return { server, page, hand, api, complaints, leave }
}
