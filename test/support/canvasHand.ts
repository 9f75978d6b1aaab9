import type { Locator, Page } from 'playwright-core'
import { LoopDetail } from '../../shared/api/loops.ts'
import { Graph } from '../../shared/graph/graph.ts'
import type { Api } from './api.ts'
import { EditorHand } from './editor.ts'

/** A person at the canvas of a loop. */
export class CanvasHand extends EditorHand {
  readonly #page: Page

  constructor(page: Page) {
    super(page)
    this.#page = page
  }

  canvas(): Locator {
    return this.#page.locator('[data-region="canvas"]')
  }

  inspector(): Locator {
    return this.#page.locator('[data-region="inspector"]')
  }

  /** Presses keys on the canvas. */
  async keys(...keys: string[]): Promise<void> {
    await this.canvas().focus()
    for (const key of keys) await this.#page.keyboard.press(key)
  }

  /** Clicks nodes by their titles, so that these are selected. */
  async pick(...titles: string[]): Promise<void> {
    for (const [index, title] of titles.entries()) {
      const modifiers = index === 0 ? [] : ['Shift' as const]
      await this.card(title).click({ position: { x: 60, y: 8 }, modifiers })
    }
  }

  selected(): Promise<number> {
    return this.#page.locator('.react-flow__node.selected').count()
  }

  port(node: string, name: string, side: 'source' | 'target'): Locator {
    return this.#page.locator(`.react-flow__handle.${side}[data-nodeid="${node}"][data-handleid="${name}"]`)
  }

  /** The middle of a wire, on the screen. */
  middleOf(edge: string): Promise<{ x: number; y: number }> {
    return this.#page
      .locator(`.react-flow__edge[data-id="${edge}"] .react-flow__edge-path`)
      .evaluate((path) => {
        if (!(path instanceof SVGPathElement)) throw new Error('A wire is a path')
        const at = path
          .getPointAtLength(path.getTotalLength() / 2)
          .matrixTransform(path.getScreenCTM() ?? undefined)
        return { x: at.x, y: at.y }
      })
  }

  /** Where the canvas looks: its offset and its scale. */
  async view(): Promise<{ scale: number; x: number; y: number }> {
    const text = await this.#page
      .locator('.react-flow__viewport')
      .evaluate((element) => getComputedStyle(element).transform)
    const [scale = 0, , , , x = 0, y = 0] = text.match(/-?[\d.]+/g)?.map(Number) ?? []
    return { scale, x, y }
  }
}

/** The draft of a loop as the server has it. */
export async function savedDraft(api: Api, loop: string): Promise<Graph> {
  return Graph.parse((await api.get(`/api/loops/${loop}`, LoopDetail)).draft.graph)
}

/** The wires of a graph, as words. */
export function endsOf({ edges }: Graph): string[] {
  return edges.map(({ from, to }) => `${from.node}.${from.port} ${to.node}.${to.port}`)
}
