import type { Browser, BrowserContext, Page } from 'playwright-core'
import { atRest, type PageOptions, signIn } from '../browser.ts'
import { EditorHand } from '../editor.ts'
import type { World } from './world.ts'

/** A screen in a state that a person meets, and how it comes about in a fresh page of somebody who is signed in. */
export type Screen = {
  /** `area/state`, unique; the name of its pictures. */
  name: string
  show: (visit: Visit) => Promise<void>
}

/** One page that is on its way to a screen. */
export class Visit {
  readonly page: Page
  readonly world: World
  readonly hand: EditorHand

  constructor(page: Page, world: World) {
    this.page = page
    this.world = world
    this.hand = new EditorHand(page)
  }

  /** Opens an address and waits until the page asks for nothing more. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.world.server.origin}${path}`, { waitUntil: 'networkidle' })
  }

  /** Opens the draft of a loop, checked. */
  async edit(loop: string): Promise<void> {
    await this.go(`/loops/${loop}`)
    await this.page.locator('[data-region="canvas"]').waitFor()
    await this.page.getByText('Checking the loop').waitFor({ state: 'hidden' })
  }

  /** Presses a key on the canvas, with a node selected where one is named. */
  async press(key: string, title?: string): Promise<void> {
    if (title !== undefined) await this.hand.select(title)
    await this.page.locator('[data-region="canvas"]').focus()
    await this.page.keyboard.press(key)
  }

  /** Opens a tab, wherever it stands. */
  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).first().click()
  }

  /** Presses a button, wherever it stands. */
  async button(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click()
  }

  /** Waits for a text. */
  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor()
  }
}

/** Somebody who is signed in and has seen the tour; each screen is shown in a page of its own. */
export class Guest {
  readonly #context: BrowserContext
  readonly #home: Page
  readonly #world: World

  private constructor(home: Page, world: World) {
    this.#home = home
    this.#context = home.context()
    this.#world = world
  }

  static async signIn(browser: Browser, world: World, options: PageOptions = {}): Promise<Guest> {
    return new Guest(await signIn(browser, world.server, options), world)
  }

  /** Brings a screen about. Nothing that an earlier one left in the browser shows on it. */
  async show(screen: Screen): Promise<Page> {
    await this.#home.evaluate(() => {
      localStorage.clear()
      localStorage.setItem('pavane.tour', 'over')
    })
    const page = await this.#context.newPage()
    page.setDefaultTimeout(60_000)
    try {
      await screen.show(new Visit(page, this.#world))
      await atRest(page)
      return page
    } catch (error) {
      await page.close()
      throw error
    }
  }
}
