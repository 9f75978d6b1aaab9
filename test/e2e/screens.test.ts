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
/** Those who look at nothing right now: screens are shown to several people at a time. */
const free: Guest[] = []

beforeAll(async () => {
  world = await makeWorld()
  browser = await launchBrowser()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await world.server.discard()
})

const all = process.env.PAVANE_SCREENS === 'all'

describe('every screen, in light and in dark', { timeout: 300_000 }, () => {
  it.concurrent.for(screens.filter((screen) => all || isDaily(screen)))(
    '$name has no fault that axe finds',
    async (screen) => {
      const guest = free.pop() ?? (await Guest.signIn(browser, world))
      const page = await guest.show(screen)
      const faults = await faultsInBothSchemes(page)
      await page.close()
      free.push(guest)
      expect(faults).toEqual([])
    },
  )
})
