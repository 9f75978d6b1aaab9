import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import type { Graph } from '../../shared/graph/graph.ts'
import { watchCards } from './cards.ts'

export const plainOrigin = 'http://plain.test'

/** Builds the page with plain React Flow, in memory: what a path holds and its type. */
export async function buildPlainFlow(): Promise<
  ReadonlyMap<string, { body: string | Uint8Array; type: string }>
> {
  const built = await build({
    root: resolve(import.meta.dirname, 'plainFlow'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { write: false },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) =>
    'output' in each ? each.output : [],
  )
  return new Map(
    outputs.map((file) => [
      `/${file.fileName}`,
      { body: file.type === 'chunk' ? file.code : file.source, type: typeOf(file.fileName) },
    ]),
  )
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript'
  return name.endsWith('.css') ? 'text/css' : 'text/html'
}

/** Opens the page with the same nodes and wires at the same places. */
export async function openPlainFlow(
  browser: Browser,
  files: Awaited<ReturnType<typeof buildPlainFlow>>,
  graph: Graph,
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const flow = {
    nodes: graph.nodes.map(({ id, title }) => ({
      id,
      position: graph.layout.positions[id] ?? { x: 0, y: 0 },
      data: { label: title },
    })),
    edges: graph.edges.map(({ id, from, to }) => ({ id, source: from.node, target: to.node })),
  }
  await page.route(`${plainOrigin}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/graph.json') return route.fulfill({ json: flow })
    const file = files.get(pathname === '/' ? '/index.html' : pathname)
    return file
      ? route.fulfill({ body: Buffer.from(file.body), contentType: file.type })
      : route.fulfill({ status: 404 })
  })
  await watchCards(page)
  await page.goto(plainOrigin)
  await page.locator('.react-flow__node').first().waitFor()
  return page
}
