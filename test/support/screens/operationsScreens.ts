import { someAlerts, someGlance, someLoopKpis, someOverview, stories } from '../someKpis.ts'
import type { Screen } from './screen.ts'
import { at } from './visiting.ts'

const everyState = someOverview([
  someGlance('payout', stories.failing),
  someGlance('refund', stories.degraded),
  someGlance('issue-triage', stories.ok),
  someGlance('lead-scoring', stories.ok),
  someGlance('onboarding', stories.idle),
])

const many = someOverview(
  Array.from({ length: 300 }, (_, place) => {
    const states = [stories.failing, stories.degraded, stories.ok, stories.idle] as const
    return someGlance(`a-loop-with-a-rather-long-name-${place + 1}`, states[place % 4] ?? stories.ok)
  }),
)

/** Answers with figures that take days to come about. */
const showing =
  (route: string, json: unknown, path: string, text: string): Screen['show'] =>
  async (visit) => {
    await visit.page.route(route, (each) => each.fulfill({ json }))
    await at(path, text)(visit)
  }

const failingLoop = someLoopKpis('refund', stories.failing)

/** How the loops do, as who operates them sees it. */
export const operationsScreens: readonly Screen[] = [
  {
    name: 'operations/full',
    show: async (visit) => {
      await visit.page.route('**/api/alerts', (each) => each.fulfill({ json: someAlerts }))
      await showing('**/api/kpis?*', everyState, '/operations', 'payout')(visit)
      await visit.page.getByText('Told (1)').click()
    },
  },
  {
    name: 'operations/alert',
    show: async (visit) => {
      await visit.go('/operations')
      await visit.button('New alert')
      await visit.page.getByLabel('Title').fill('Refunds fail')
      await visit.button('Add alert')
    },
  },
  { name: 'operations/many', show: showing('**/api/kpis?*', many, '/operations', 'Failing 75') },
  { name: 'operations/real', show: at('/operations', 'issue-triage') },
  {
    name: 'operations/empty',
    show: showing('**/api/kpis?*', someOverview([]), '/operations', 'No loop yet'),
  },
  {
    name: 'operations/error',
    show: async (visit) => {
      await visit.page.route('**/api/kpis?*', (route) => route.fulfill({ status: 503, json: {} }))
      await visit.go('/operations')
      await visit.page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'operations/loading',
    show: async (visit) => {
      await visit.page.route('**/api/kpis?*', () => {})
      await visit.page.goto(`${visit.world.server.origin}/operations`)
      await visit.page.getByRole('heading', { name: 'Operations', exact: true }).waitFor()
    },
  },
  {
    name: 'operations/loop',
    show: showing('**/api/loops/refund/kpis?*', failingLoop, '/operations/refund', 'By version'),
  },
  {
    name: 'operations/loop-figures',
    show: async (visit) => {
      await showing('**/api/loops/refund/kpis?*', failingLoop, '/operations/refund', 'By version')(visit)
      await visit.page.getByText('Figures', { exact: true }).first().click()
      await visit.page.getByRole('region', { name: 'Figures: Runs' }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'operations/loop-real', show: at('/operations/issue-triage', 'By version') },
  { name: 'operations/loop-idle', show: at('/operations/first-steps', 'No run in this time') },
]
