import { type Screen, Visit } from './screen.ts'
import { copyOfTriage } from './world.ts'

const inspecting = (name: string, loop: string, node: string): Screen => ({
  name: `inspector/${name}`,
  show: async (visit) => {
    await visit.edit(loop)
    await visit.hand.select(node)
    await visit.hand.field('Title').first().waitFor()
  },
})

/** A prompt that a key of the canvas opens, with a node selected. */
const prompting = (name: string, key: string, text?: string): Screen => ({
  name: `prompt/${name}`,
  show: async (visit) => {
    await visit.edit('issue-triage')
    await visit.press(key, 'Planner What to do')
    await visit.page.getByRole('dialog').or(visit.page.getByRole('combobox')).first().waitFor()
    if (text !== undefined) await visit.page.keyboard.type(text)
  },
})

/** A loop whose tour is at a step, as for somebody who left it there. */
const tour = (step: number): Screen => ({
  name: `tour/${step + 1}`,
  show: async (visit) => {
    await visit.page.goto(`${visit.world.server.origin}/docs/lints`)
    await visit.page.evaluate((at) => localStorage.setItem('pavane.tour', String(at)), step)
    await visit.edit('issue-triage')
    await visit.page
      .getByRole('region', { name: 'Tour' })
      .getByText(`${step + 1} of`)
      .waitFor()
  },
})

async function rename({ page, hand }: Visit, node: string, title: string): Promise<void> {
  await page.getByRole('tree', { name: 'Nodes' }).getByRole('treeitem', { name: node }).first().click()
  await hand.field('Title').first().fill(title)
}

/** In a small window the dock is shut as it is. */
async function shutDock({ page }: Visit): Promise<void> {
  await page.getByRole('button', { name: /^(Shut|Open) the dock/ }).waitFor()
  const shut = page.getByRole('button', { name: 'Shut the dock' })
  if (await shut.isVisible()) await shut.click()
}

/** Two tabs changed one draft at the same place; this is the one that is told. */
async function showConflict(visit: Visit): Promise<void> {
  const loop = await copyOfTriage(visit.world)
  const there = new Visit(await visit.page.context().newPage(), visit.world)
  await there.edit(loop)
  await visit.edit(loop)
  await visit.page.route(`**/api/loops/${loop}**`, (route) => route.abort())
  await rename(visit, 'Reply on the issue', 'Answer politely')
  await rename(visit, 'Outcome Done', 'Well done')
  await rename(there, 'Reply on the issue', 'Answer at once')
  await there.says(/^Saved/)
  await there.page.close()
  await visit.page.bringToFront()
  await visit.page.unroute(`**/api/loops/${loop}**`)
  await visit.page.getByRole('button', { name: 'See both and merge' }).waitFor()
}

/** The editor, its inspector, its prompts and its tour. */
export const editorScreens: readonly Screen[] = [
  { name: 'editor/full', show: (visit) => visit.edit('issue-triage') },
  {
    name: 'editor/selected',
    show: async (visit) => {
      await visit.edit('issue-triage')
      await visit.hand.select('Planner What to do')
      await shutDock(visit)
      await visit.press('1')
    },
  },
  { name: 'editor/empty', show: (visit) => visit.edit('first-steps') },
  { name: 'editor/every-kind', show: (visit) => visit.edit('welcome') },
  { name: 'editor/problems', show: (visit) => visit.edit('refund-draft') },
  {
    name: 'editor/dock-shut',
    show: async (visit) => {
      await visit.edit('incident')
      await shutDock(visit)
      await visit.press('1')
    },
  },
  {
    name: 'editor/dragged-in',
    show: async (visit) => {
      await visit.edit(await copyOfTriage(visit.world))
      await visit.press('ControlOrMeta+a')
    },
  },
  {
    name: 'editor/menu',
    show: async (visit) => {
      await visit.edit('issue-triage')
      await visit.button('More commands')
      await visit.page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'editor/node-menu',
    show: async (visit) => {
      await visit.edit('issue-triage')
      const line = visit.page
        .getByRole('tree', { name: 'Nodes' })
        .getByRole('treeitem', { name: 'Was it done right' })
      await line.first().click({ button: 'right' })
      await visit.page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'editor/way-back',
    show: async (visit) => {
      await visit.edit('issue-triage')
      await visit.press('L')
      await visit.page.getByRole('dialog', { name: 'The way back' }).waitFor()
    },
  },
  {
    name: 'editor/extract',
    show: async (visit) => {
      await visit.edit('issue-triage')
      await visit.press('Shift+E', 'Planner What to do')
      await visit.page.getByRole('dialog').getByLabel('Title').fill('Triage alone')
    },
  },
  {
    name: 'editor/publish',
    show: async (visit) => {
      await visit.edit('triage-next')
      await visit.button(/^Publish version/)
      await visit.page.getByRole('dialog').getByLabel('Note').fill('Ask back')
      await visit.page
        .getByRole('dialog')
        .getByText(/nodes changed/)
        .waitFor()
      await visit.page.getByText(/^Running \d+ tests?/).waitFor({ state: 'hidden' })
    },
  },
  {
    name: 'editor/publish-canary',
    show: async (visit) => {
      await visit.edit('triage-next')
      await visit.button(/^Publish version/)
      await visit.page.getByRole('radio', { name: /^As a canary/ }).click()
      await visit.page.getByText(/^Running \d+ tests?/).waitFor({ state: 'hidden' })
      await visit.page.getByText(/receive 10% of the calls/).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'editor/publish-blocked',
    show: async (visit) => {
      await visit.edit('refund-draft')
      await visit.button(/^Publish version/)
      await visit.says(/stand in the way$/)
    },
  },
  {
    name: 'editor/compare',
    show: async (visit) => {
      await visit.go('/loops/triage-next?compare=1..draft')
      await visit.page.getByRole('list', { name: 'Changes' }).getByRole('button').first().waitFor()
    },
  },
  {
    name: 'editor/view',
    show: async (visit) => {
      await visit.go('/loops/issue-triage?view=1')
      await visit.says('Read-only')
    },
  },
  { name: 'editor/conflict', show: showConflict },
  {
    name: 'editor/merge',
    show: async (visit) => {
      await showConflict(visit)
      await visit.button('See both and merge')
      await visit.says('Both of you changed 1 place')
    },
  },
  {
    name: 'editor/loading',
    show: async (visit) => {
      await visit.page.route('**/api/loops/issue-triage', () => {})
      await visit.page.goto(`${visit.world.server.origin}/loops/issue-triage`)
      await visit.page.getByRole('main').waitFor()
    },
  },
  {
    name: 'editor/unknown',
    show: async (visit) => {
      await visit.go('/loops/no-such-loop')
      await visit.page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'editor/away',
    show: async (visit) => {
      await visit.edit(await copyOfTriage(visit.world))
      await visit.page.route('**/healthz', (route) => route.abort())
      await visit.page.route('**/api/**', (route) => route.abort())
      await rename(visit, 'Outcome Done', 'Well done')
      await visit.says('The server does not answer')
    },
  },
  prompting('add', 'Tab'),
  prompting('add-narrowed', 'Tab', 'wait'),
  prompting('connect', 'c'),
  prompting('move', 'm'),
  prompting('commands', 'ControlOrMeta+k', 'pub'),
  prompting('find', 'ControlOrMeta+f', 'label'),
  prompting('keys', '?'),
  inspecting('trigger', 'welcome', 'Trigger Somebody joins'),
  inspecting('table', 'issue-triage', 'Planner What to do'),
  inspecting('sequence', 'welcome', 'Planner Welcome'),
  inspecting('http', 'issue-triage', 'Action Add a label'),
  inspecting('wait', 'welcome', 'Action Wait for the answer'),
  inspecting('loop', 'welcome', 'Action Ask for equipment'),
  inspecting('emit', 'welcome', 'Action Announce'),
  inspecting('transform', 'lead-scoring', 'Action Compute the score'),
  inspecting('verifier', 'issue-triage', 'Verifier Was it done right'),
  inspecting('drift-check', 'lead-scoring', 'Verifier Can the score be trusted'),
  inspecting('approval', 'welcome', 'Approval Ask the manager'),
  inspecting('outcome', 'welcome', 'Outcome Welcomed'),
  {
    name: 'inspector/loop-settings',
    show: async (visit) => {
      await visit.edit('refund')
      await visit.press('Escape')
    },
  },
  {
    name: 'inspector/expression',
    show: async (visit) => {
      await visit.edit(await copyOfTriage(visit.world))
      await visit.hand.select('Action Add a label')
      const path = visit.hand.field('Path')
      await path.click()
      await visit.page.keyboard.press('ControlOrMeta+End')
      await visit.page.keyboard.type('/{{ args.')
      await visit.page.locator('.cm-tooltip-autocomplete').waitFor()
    },
  },
  {
    name: 'inspector/table-spread',
    show: async (visit) => {
      await visit.edit('issue-triage')
      await visit.hand.select('Planner What to do')
      await visit.press('ControlOrMeta+k')
      await visit.page.keyboard.type('Spread the rules')
      await visit.page.keyboard.press('Enter')
      await visit.page.getByRole('combobox', { name: 'Commands' }).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'inspector/import',
    show: async (visit) => {
      await visit.edit(await copyOfTriage(visit.world))
      await visit.hand.select('Action Add a label')
      await visit.hand.press('Import')
      await visit.page
        .getByLabel('curl command or OpenAPI document')
        .fill('curl -X PUT https://api.github.com/orders/7 -d \'{"paid":true}\'')
    },
  },
  {
    name: 'inspector/schema-json',
    show: async (visit) => {
      await visit.edit('welcome')
      await visit.hand.select('Trigger Somebody joins')
      await visit.hand.press('JSON')
      await visit.hand.field('JSON Schema').waitFor()
    },
  },
  tour(0),
  tour(1),
  tour(2),
  tour(3),
  tour(4),
  {
    name: 'editor/huge',
    show: async (visit) => {
      await visit.edit('size-300')
      await visit.press('1')
    },
  },
]
