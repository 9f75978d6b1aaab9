import type { Locator, Page } from 'playwright-core'

/** A person at the editor: what can be done with mouse and keyboard, and nothing else. */
export class EditorHand {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** A node on the canvas, by its title. */
  card(title: string): Locator {
    return this.#page
      .getByRole('region', { name: 'Canvas' })
      .or(this.#page.locator('main'))
      .getByRole('article', {
        name: new RegExp(`“${title}”`),
      })
  }

  /** Adds a node through the palette that Tab opens; it lands after the selected one, wired to it where that fits. */
  async addByKeyboard(what: string): Promise<void> {
    await this.#page.keyboard.press('Tab')
    const search = this.#page.getByRole('combobox', { name: 'Add a node' })
    await search.waitFor()
    await this.#page.keyboard.type(what)
    await this.#page.keyboard.press('Enter')
    await search.waitFor({ state: 'detached' })
  }

  /** Selects a node in the outline. */
  async select(title: string): Promise<void> {
    await this.#page.getByRole('tree', { name: 'Nodes' }).getByRole('treeitem', { name: title }).click()
  }

  /** A field of the inspector. */
  field(label: string): Locator {
    return this.#page.locator('[data-region="inspector"]').getByLabel(label, { exact: true })
  }

  /** Replaces the text of a field by typing. */
  async type(label: string, text: string): Promise<void> {
    await this.field(label).click()
    await this.#page.keyboard.press('ControlOrMeta+A')
    await this.#page.keyboard.insertText(text)
    await this.#page.keyboard.press('Escape')
  }

  /** Picks an option of a list in the inspector. */
  async choose(label: string, option: string): Promise<void> {
    await this.field(label).click()
    await this.#page.getByRole('option', { name: option, exact: true }).click()
  }

  /** Presses a button of the inspector. */
  async press(button: string): Promise<void> {
    await this.#page
      .locator('[data-region="inspector"]')
      .getByRole('button', { name: button, exact: true })
      .click()
  }

  /** Drags an entry of the palette to a place on the canvas, as a share of its width and height. */
  async dragToCanvas(entry: string, x: number, y: number): Promise<void> {
    const canvas = this.#page.locator('[data-region="canvas"]')
    const box = await boxOf(canvas)
    const before = await this.#page.locator('.react-flow__node').count()
    await this.#page
      .getByRole('list', { name: 'What can be added' })
      .getByRole('button', { name: entry })
      .dragTo(canvas, { targetPosition: { x: box.width * x, y: box.height * y } })
    await this.#page.locator('.react-flow__node').nth(before).waitFor()
  }

  /** Fits the graph into the canvas by its key, and waits until the canvas has come to rest. */
  async fit(): Promise<void> {
    await this.#page.keyboard.press('1')
    await this.#page.evaluate(framesAtRest, '.react-flow__viewport')
  }

  /** Draws a wire with the mouse, from a node's port to another's. */
  async wire(from: string, to: string): Promise<void> {
    const before = await this.#page.locator('.react-flow__edge').count()
    const start = await boxOf(this.#port(from, 'source'))
    const end = await boxOf(this.#port(to, 'target'))
    await this.#page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
    await this.#page.mouse.down()
    await this.#page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
    await this.#page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 })
    await this.#page.mouse.up()
    await this.#page.locator('.react-flow__edge').nth(before).waitFor({ state: 'attached' })
  }

  #port(place: string, side: 'source' | 'target'): Locator {
    const [node, port] = place.split('.')
    return this.#page.locator(`.react-flow__handle.${side}[data-nodeid="${node}"][data-handleid="${port}"]`)
  }
}

/** Runs in the page: resolves when the element's transform has stayed the same for some frames in a row. */
function framesAtRest(selector: string): Promise<void> {
  return new Promise((resolve) => {
    let last = ''
    let same = 0
    const look = () => {
      const now = document.querySelector<HTMLElement>(selector)?.style.transform ?? ''
      same = now === last ? same + 1 : 0
      last = now
      if (same < 10) requestAnimationFrame(look)
      else resolve()
    }
    look()
  })
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('What should be dragged is not on the screen.')
  return box
}
