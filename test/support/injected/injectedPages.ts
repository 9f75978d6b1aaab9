import type { Page } from 'playwright-core'
import { shortScriptText } from '../scriptTexts.ts'
import { faulty, injected } from './injectedLoops.ts'

/** Something that is looked at: the whole page, or what of it one of the texts must be seen in. */
export type InjectedPart = {
  /** A selector of what is looked at. Default: all of the page. */
  within?: string
  /** What has to be done before it is there. */
  open?: (page: Page) => Promise<void>
  /** Why none of the texts stands in it. Left out where one does: it is waited for. */
  showsNone?: string
}

/** A page, with what of it is looked at, one after the other. */
export type InjectedPage = { path: string; parts: readonly InjectedPart[] }

const whole = (path: string): InjectedPage => ({ path, parts: [{}] })
const without = (path: string, showsNone: string): InjectedPage => ({ path, parts: [{ showsNone }] })

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
}

/** A list over the canvas that is typed into, and shut again before the next one. */
const prompted = (keys: string, text: string): InjectedPart => ({
  within: '[role=dialog]',
  open: async (page) => {
    await page.locator('[data-region="canvas"]').focus()
    await page.keyboard.press(keys)
    await page.getByRole('dialog').getByRole('combobox').fill(text)
  },
})

const inspecting = (kind: string): InjectedPart => ({
  within: '[data-region="inspector"]',
  open: async (page) => {
    await page.getByRole('tree', { name: 'Nodes' }).getByRole('treeitem', { name: kind }).first().click()
  },
})

const inDock = (tab: string, showsNone?: string): InjectedPart => ({
  ...(showsNone === undefined ? {} : { showsNone }),
  within: '[data-region="dock"] [role=tabpanel]:not([hidden])',
  open: async (page) => page.locator('[data-region="dock"]').getByRole('tab', { name: tab }).click(),
})

/** Lets the person choose a file, whose content is a text. */
const importing = (content: string) => async (page: Page) => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import' }).click()
  await (await chooser).setFiles({
    name: `${shortScriptText.replaceAll('/', ' ')}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(content),
  })
}

const loop = `/loops/${injected.name}`
const named = 'It names things by their ids, which hold letters, digits and dashes alone.'
const own = 'It is about Pavane alone.'

const editor: InjectedPage = {
  path: loop,
  parts: [
    ...['header', 'canvas', 'outline', 'inspector'].map((region) => ({
      within: `[data-region="${region}"]`,
    })),
    ...['Trigger', 'Planner', 'Action', 'Verifier', 'Approval', 'Outcome'].map(inspecting),
    ...['Program', 'Try', 'Tests', 'Versions', 'Call it'].map((tab) => inDock(tab)),
    inDock('Prove', 'What is to hold is named once it was proved, and in the form of the loop.'),
    prompted('ControlOrMeta+f', 'onerror'),
  ],
}

/** Every page of the application. `RUN` and `CANCELLED` stand for runs. */
export const injectedPages: readonly InjectedPage[] = [
  {
    path: '/',
    parts: [
      {},
      {
        within: '[data-sonner-toast]',
        open: importing(JSON.stringify({ ...injected, [shortScriptText]: shortScriptText })),
      },
      {
        within: '[data-region="canvas"]',
        open: importing(JSON.stringify({ ...injected, name: 'imported' })),
      },
    ],
  },
  editor,
  { path: `/loops/${faulty.name}`, parts: [inspecting('Planner'), inDock('Problems')] },
  whole(`${loop}?compare=1..draft`),
  whole(`${loop}?compare=1..p1`),
  whole(`${loop}?view=1`),
  whole(`${loop}/runs`),
  { path: `${loop}/plans`, parts: [{ open: press(/^Plan 1 of run/) }] },
  {
    path: `${loop}/deliveries`,
    parts: [
      {
        within: '[role=dialog]',
        open: async (page) => page.getByRole('table').getByRole('button').nth(1).click(),
      },
    ],
  },
  whole(`${loop}/drift`),
  whole('/runs'),
  whole('/runs/RUN'),
  whole('/runs/RUN?plan=1'),
  whole('/runs/CANCELLED'),
  whole('/approvals'),
  whole('/approvals/publishing'),
  whole(`/docs/api/${injected.name}`),
  whole('/sandbox'),
  whole('/settings/members'),
  whole('/settings/tokens'),
  whole('/settings/sessions'),
  whole('/settings/policies'),
  whole('/settings/privacy'),
  whole('/settings/changes'),
  without('/settings', named),
  without('/settings/secrets', named),
  without('/settings/publishing', named),
  without('/settings/callbacks', `${named} What a receiver answers is not kept.`),
  whole('/docs'),
  without('/docs/lints', own),
  whole(`/loops/${encodeURIComponent(shortScriptText)}`),
  ...['/runs/', '/'].map((before) =>
    without(`${before}${encodeURIComponent(shortScriptText)}`, 'What there is not is not named.'),
  ),
  // It goes on to the first page, since one is signed in.
  whole(`/sign-in?next=${encodeURIComponent(shortScriptText)}&fault=${encodeURIComponent(shortScriptText)}`),
]
