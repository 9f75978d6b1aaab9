import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsInBothSchemes } from '../support/axe.ts'
import { launchBrowser } from '../support/browser.ts'
import { isDaily } from '../support/screens/dailyScreens.ts'
import { Guest } from '../support/screens/screen.ts'
import { screens } from '../support/screens/screens.ts'
import { makeWorld, type World } from '../support/screens/world.ts'

let world: World
let browser: Browser
let guest: Guest

beforeAll(async () => {
  world = await makeWorld()
  browser = await launchBrowser()
  guest = await Guest.signIn(browser, world)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await world.server.discard()
})

const all = process.env.PAVANE_SCREENS === 'all'

describe('every screen, in light and in dark', { timeout: 300_000 }, () => {
  // One after another: several at a time take twice the processor's time for each, and the files beside this one go without.
  it.for(screens.filter((screen) => all || isDaily(screen)))(
    '$name has no fault that axe finds',
    async (screen) => {
      const page = await guest.show(screen)
      try {
        expect(await faultsInBothSchemes(page)).toEqual([])
      } finally {
        await page.close()
      }
    },
  )
})
