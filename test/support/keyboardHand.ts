import type { Page } from 'playwright-core'

/** A person who has a keyboard and nothing else: every way to anything goes over keys. */
export class KeyboardHand {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
  }

  /** Types over what the field in focus holds. */
  async type(text: string): Promise<void> {
    await this.press('ControlOrMeta+A')
    await this.#page.keyboard.insertText(text)
  }

  /** Presses Tab until what has the focus is called that. */
  async tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 120; presses += 1) {
      if ((await this.focused()) === name) return
      await this.press(key)
    }
    throw new Error(`Tab does not lead to “${name}”; it ends at “${await this.focused()}”.`)
  }

  /** What assistive technology calls the element in focus. */
  async focused(): Promise<string> {
    return this.#page.evaluate(nameInFocus)
  }

  /** Goes to the outline and there to the line that reads so. */
  async line(text: string): Promise<void> {
    await this.press('ControlOrMeta+Shift+L', 'Home')
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await this.focused()) === text) return
      await this.press('ArrowDown')
    }
    throw new Error(`The outline has no line “${text}”; the last is “${await this.focused()}”.`)
  }

  /** Picks from the list that a key has opened: what is typed first fits best. */
  async pick(words: string): Promise<void> {
    const list = this.#page.locator('input[role="combobox"]')
    await list.waitFor()
    await this.#page.keyboard.type(words)
    await this.press('Enter')
    await list.waitFor({ state: 'detached' })
  }

  /** Opens the list of choices in focus and takes one by its first letters. */
  async choose(option: string): Promise<void> {
    await this.press('Enter')
    // The list takes the focus a moment after it is seen; letters before that go elsewhere.
    await this.#page.locator('[role="option"]:focus').waitFor()
    await this.#page.keyboard.type(option)
    await this.#page.locator('[role="option"]:focus').filter({ hasText: option }).waitFor()
    await this.press('Enter')
    await this.#page
      .getByRole('combobox')
      .and(this.#page.locator(':focus'))
      .filter({ hasText: option })
      .waitFor()
  }
}

/** Runs in the page. */
function nameInFocus(): string {
  const element = document.activeElement
  if (!element) return ''
  const labelled = element.getAttribute('aria-labelledby')?.split(' ')[0]
  const label =
    element.getAttribute('aria-label') ??
    (labelled ? document.getElementById(labelled)?.textContent : undefined) ??
    (element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLButtonElement
      ? element.labels?.[0]?.textContent
      : undefined)
  const seen = [...element.childNodes]
    .filter((part) => !(part instanceof HTMLElement && part.hidden))
    .map((part) => part.textContent)
  return (label ?? seen.join('')).replaceAll(/\s+/g, ' ').trim()
}
