import { gzipSync } from 'node:zlib'

/** The most that may travel to a browser that has nothing yet before a page can be used: scripts and styles, gzipped, in kB (1,000 bytes). */
export const bundleBudget = { loops: 255, editor: 450 } as const
export type BundledPage = keyof typeof bundleBudget

/** Follows imports that are no calls: what is loaded on demand later is not waited for. */
const staticImport = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g

/** What a page needs before it can be used, from a server that runs: its scripts with all that they import, and its styles. */
export async function bundleSizes(origin: string): Promise<Record<BundledPage, number>> {
  const html = await textOf(`${origin}/`)
  const linked = [...html.matchAll(/\/assets\/([\w.-]+\.(?:js|css))/g)].map(([, name = '']) => name)
  const loops = await closure(origin, linked, new Map())
  const editor = [...loops.values()].join('').match(/LoopEditorPage-[\w-]+\.js/)?.[0]
  if (!editor) throw new Error('The page does not load the editor.')
  return { loops: kilobytes(loops), editor: kilobytes(await closure(origin, [editor], new Map(loops))) }
}

async function closure(
  origin: string,
  names: readonly string[],
  known: Map<string, string>,
): Promise<Map<string, string>> {
  for (const name of names) {
    if (known.has(name)) continue
    const text = await textOf(`${origin}/assets/${name}`)
    known.set(name, text)
    const imported = name.endsWith('.js') ? [...text.matchAll(staticImport)].map(([, file = '']) => file) : []
    await closure(origin, imported, known)
  }
  return known
}

const kilobytes = (files: ReadonlyMap<string, string>) =>
  [...files.values()].reduce((sum, text) => sum + gzipSync(text).byteLength / 1000, 0)

async function textOf(address: string): Promise<string> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`)
  return response.text()
}
