import { loopWithCanary } from './canary.ts'
import type { Screen, Visit } from './screen.ts'

/** Opens a loop with a tab of the dock. */
async function openDock(visit: Visit, loop: string, tab: string): Promise<void> {
  await visit.edit(loop)
  await visit.page.locator('[data-region="dock"]').getByRole('tab', { name: tab }).click()
}

const rollout = ({ page }: Visit) => page.getByRole('region', { name: 'Rollout' })
const trial = ({ page }: Visit) => page.getByRole('region', { name: 'Simulated run' })

async function tryIt(visit: Visit, loop: string): Promise<void> {
  await visit.edit(loop)
  await visit.press('ControlOrMeta+Shift+Enter')
  await trial(visit)
    .getByText(/^(Ended|Stands)/)
    .first()
    .waitFor()
}

/** What stands under the canvas: the parts in which a loop is tried, tested, proved and called. */
export const dockScreens: readonly Screen[] = [
  { name: 'dock/program', show: (visit) => openDock(visit, 'issue-triage', 'Program') },
  { name: 'dock/try', show: (visit) => openDock(visit, 'issue-triage', 'Try') },
  { name: 'dock/tried', show: (visit) => tryIt(visit, 'issue-triage') },
  {
    name: 'dock/tried-moment',
    show: async (visit) => {
      await tryIt(visit, 'issue-triage')
      await trial(visit).getByRole('slider', { name: 'Event' }).press('Home')
      for (let step = 0; step < 8; step += 1)
        await trial(visit).getByRole('slider', { name: 'Event' }).press('ArrowRight')
      await trial(visit).getByRole('tab', { name: 'This moment' }).click()
    },
  },
  {
    name: 'dock/breakpoint-and-pin',
    show: async (visit) => {
      await tryIt(visit, 'issue-triage')
      await visit.press('p', 'Reply on the issue')
      await visit.press('b', 'Was it done right')
      await visit.press('ControlOrMeta+Shift+Enter')
      await trial(visit)
        .getByText(/^Stands at the breakpoint/)
        .first()
        .waitFor()
    },
  },
  {
    name: 'dock/watch',
    show: async (visit) => {
      await tryIt(visit, 'incident')
      await trial(visit).getByRole('tab', { name: 'Watches' }).click()
      await trial(visit).getByRole('button', { name: 'Add a watch' }).click()
      await trial(visit).getByRole('textbox', { name: 'Watch 1' }).click()
      await visit.page.keyboard.insertText('run.iteration')
      await visit.page.keyboard.press('Escape')
    },
  },
  {
    name: 'dock/past-runs',
    show: async (visit) => {
      await openDock(visit, 'issue-triage', 'Try')
      await visit.button('Samples')
      await visit.page.getByRole('menuitem', { name: 'From a past run…' }).click()
      await visit.page.getByRole('listitem', { name: /^Run / }).first().waitFor()
    },
  },
  { name: 'dock/tests', show: (visit) => openDock(visit, 'issue-triage', 'Tests') },
  {
    name: 'dock/tests-run',
    show: async (visit) => {
      await openDock(visit, 'issue-triage', 'Tests')
      await visit.button('Run all')
      await visit.page.getByRole('region', { name: 'Tests' }).getByText('passed').first().waitFor()
      await visit.page.getByText(/^Running, /).waitFor({ state: 'hidden' })
      await visit.page.locator('[data-test]').first().click()
    },
  },
  { name: 'dock/tests-none', show: (visit) => openDock(visit, 'first-steps', 'Tests') },
  { name: 'dock/prove', show: (visit) => openDock(visit, 'issue-triage', 'Prove') },
  {
    name: 'dock/proved',
    show: async (visit) => {
      await openDock(visit, 'refund', 'Prove')
      await visit.page.getByRole('button', { name: /^Prove/ }).click()
      await visit.page.getByRole('region', { name: 'What was proved' }).waitFor({ timeout: 90_000 })
    },
  },
  { name: 'dock/versions', show: (visit) => openDock(visit, 'triage-next', 'Versions') },
  {
    name: 'dock/rollout-canary',
    show: async (visit) => {
      await openDock(visit, await loopWithCanary(visit.world), 'Versions')
      await rollout(visit).getByText('100% succeeded').nth(1).waitFor()
    },
  },
  {
    name: 'dock/rollout-two-persons',
    show: async (visit) => {
      const loop = await loopWithCanary(visit.world)
      const control = { publish: false, rollout: true, expiresAfterHours: 72, loops: [] }
      await visit.page.route('**/api/change-control', (each) => each.fulfill({ json: control }))
      await openDock(visit, loop, 'Versions')
      await rollout(visit).getByRole('button', { name: 'Propose: Stop the canary' }).click()
      await rollout(visit).getByText('waits for a second person').waitFor()
    },
  },
  { name: 'dock/versions-none', show: (visit) => openDock(visit, 'first-steps', 'Versions') },
  { name: 'dock/call', show: (visit) => openDock(visit, 'issue-triage', 'Call it') },
  { name: 'dock/call-unpublished', show: (visit) => openDock(visit, 'first-steps', 'Call it') },
]
