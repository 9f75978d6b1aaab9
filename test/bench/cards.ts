import type { Page } from 'playwright-core'

/** Milliseconds from the start of the visit to the frame with the first card, and to that with the last one in sight. */
export type CardTimes = { first: number; last: number }

/** Has a page that is not open yet note when its cards come: asking it from outside takes long on a machine that draws. */
export async function watchCards(page: Page): Promise<void> {
  await page.addInitScript(noteCards)
}

/** Waits until no more cards come. */
export async function cardTimes(page: Page): Promise<CardTimes> {
  await page.waitForFunction(cardsAreStill)
  return page.evaluate(readTimes)
}

// What follows runs in the page.

function noteCards(): void {
  let count = 0
  const look = () => {
    const cards = document.querySelectorAll('.react-flow__node').length
    if (cards !== count) performance.mark('card')
    count = cards
    const last = performance.getEntriesByName('card').at(-1)
    // The frames of the drag that follows are not to be counted with this.
    if (!last || performance.now() - last.startTime < 2000) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function cardsAreStill(): boolean {
  const last = performance.getEntriesByName('card').at(-1)
  return last !== undefined && performance.now() - last.startTime > 1000
}

function readTimes(): { first: number; last: number } {
  const marks = performance.getEntriesByName('card')
  return { first: marks[0]?.startTime ?? Number.NaN, last: marks.at(-1)?.startTime ?? Number.NaN }
}
