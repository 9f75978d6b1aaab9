import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { atRest, launchBrowser } from './browser.ts'
import { chosenPictures } from './screens/chosenPictures.ts'
import { Guest, type Screen } from './screens/screen.ts'
import { screens } from './screens/screens.ts'
import { makeWorld } from './screens/world.ts'

const top = resolve(import.meta.dirname, '../..')
/** Every picture, to be looked at; never committed. */
const looked = join(top, 'screenshots')
/** The ones that the README and the guides show. */
const kept = join(top, 'docs/pictures')
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
]
const schemes = ['light', 'dark'] as const
/** More would make every clone carry it. */
const maxBytes = 150_000

async function keep(shot: Buffer, name: string): Promise<void> {
  const { size } = await sharp(shot)
    .webp({ lossless: false, quality: 82, smartSubsample: true, effort: 6 })
    .toFile(join(kept, `${name}.webp`))
  if (size > maxBytes) throw new Error(`The picture ${name} has ${size} bytes; ${maxBytes} are allowed.`)
}

async function picture(page: Page, screen: Screen, scheme: string, width: number): Promise<void> {
  const shot = await page.screenshot({ timeout: 90_000 })
  const path = join(looked, String(width), scheme, `${screen.name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, shot)
  const name = chosenPictures[screen.name]
  if (name !== undefined && width === 1440 && values.height === undefined)
    await keep(shot, `${name}-${scheme}`)
}

async function pictures(guest: Guest, screen: Screen, width: number): Promise<void> {
  const page = await guest.show(screen)
  try {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      await atRest(page)
      await picture(page, screen, colorScheme, width)
    }
  } finally {
    await page.close()
  }
}

/** `npm run screenshots -- [--width 1440] [--height 2400] [beginning of a name …]`; another height shows what stands below the fold, and keeps nothing for the guides. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { width: { type: 'string' }, height: { type: 'string' } },
})
const shown = screens.filter(
  ({ name }) => positionals.length === 0 || positionals.some((start) => name.startsWith(start)),
)
const shownSizes = sizes
  .filter(({ width }) => values.width === undefined || values.width === String(width))
  .map(({ width, height }) => ({
    width,
    height: values.height === undefined ? height : Number(values.height),
  }))
mkdirSync(kept, { recursive: true })
const world = await makeWorld()
const browser = await launchBrowser()

/** Shows the screens one after another to somebody with a window of that size; gives the names of those that did not come about. */
async function showAll(size: (typeof sizes)[number]): Promise<string[]> {
  const guest = await Guest.signIn(browser, world, size)
  const failed: string[] = []
  for (const screen of shown) {
    const name = `${screen.name}, ${size.width} wide`
    try {
      await pictures(guest, screen, size.width)
      console.log(name)
    } catch (error) {
      console.error(`${name}, could not be shown: ${error instanceof Error ? error.message : String(error)}`)
      failed.push(name)
    }
  }
  return failed
}

try {
  const failed = await Promise.all(shownSizes.map(showAll))
  if (failed.flat().length > 0) process.exitCode = 1
} finally {
  await browser.close()
  await world.server.discard()
}
