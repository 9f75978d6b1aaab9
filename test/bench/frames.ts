import type { Page } from 'playwright-core'

/** Times between the frames that a page showed, in milliseconds. */
export type Frames = { p50: number; p95: number; worst: number; count: number }

const moves = 60

/** How evenly a page draws while the node in the middle of the canvas is dragged. */
export async function framesOfDrag(page: Page): Promise<Frames> {
  const from = await page.evaluate(nodeInTheMiddle)
  return framesWhile(page, () => stroke(page, from, 'left', 4))
}

/** The same while the canvas is moved with the middle button. */
export async function framesOfPan(page: Page): Promise<Frames> {
  const from = await page.evaluate(emptyPlace)
  return framesWhile(page, () => stroke(page, from, 'middle', 5))
}

/** The same while the title of the node that was dragged is typed, letter after letter. */
export async function framesOfTyping(page: Page): Promise<Frames> {
  const title = page.getByLabel('Title', { exact: true }).first()
  await title.focus()
  return framesWhile(page, () => title.pressSequentially('twenty more letters.'))
}

async function stroke(
  page: Page,
  from: { x: number; y: number },
  button: 'left' | 'middle',
  step: number,
): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down({ button })
  for (let move = 1; move <= moves; move += 1) {
    const reach = move <= moves / 2 ? move : moves - move
    await page.mouse.move(from.x + reach * step, from.y + reach * 2)
  }
  await page.mouse.up({ button })
}

async function framesWhile(page: Page, does: () => Promise<void>): Promise<Frames> {
  await page.evaluate(startFrames)
  await does()
  const times = (await page.evaluate(stopFrames)).toSorted((one, other) => one - other)
  const quantile = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return { p50: quantile(0.5), p95: quantile(0.95), worst: quantile(1), count: times.length }
}

// What follows runs in the page.

type Watched = typeof globalThis & { benchFrames?: { times: number[]; watching: boolean } }

function startFrames(): void {
  const frames = { times: [] as number[], watching: true }
  ;(globalThis as Watched).benchFrames = frames
  let last: number | null = null
  const look = (now: number) => {
    if (last !== null) frames.times.push(now - last)
    last = now
    if (frames.watching) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function stopFrames(): number[] {
  const { benchFrames } = globalThis as Watched
  if (!benchFrames) return []
  benchFrames.watching = false
  return benchFrames.times
}

function nodeInTheMiddle(): { x: number; y: number } {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect()
  const middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 }
  const centres = [...document.querySelectorAll('.react-flow__node')].map((node) => {
    const box = node.getBoundingClientRect()
    return { x: box.x + box.width / 2, y: box.y + Math.min(12, box.height / 2) }
  })
  const distance = ({ x, y }: { x: number; y: number }) => Math.hypot(x - middle.x, y - middle.y)
  return centres.toSorted((one, other) => distance(one) - distance(other))[0] ?? middle
}

function emptyPlace(): { x: number; y: number } {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect()
  for (let y = pane.y + 20; y < pane.bottom - 80; y += 13) {
    for (let x = pane.x + 20; x < pane.right - 200; x += 17) {
      if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
    }
  }
  return { x: pane.x + 4, y: pane.y + 4 }
}
