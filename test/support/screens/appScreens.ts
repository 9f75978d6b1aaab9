import type { Screen, Visit } from './screen.ts'

/** Opens an address and waits for a text that stands on it. */
const at =
  (path: string, text?: string | RegExp) =>
  async (visit: Visit): Promise<void> => {
    await visit.go(path)
    if (text !== undefined) await visit.says(text)
  }

/** The frame, the list of loops, settings and the pages beside them. */
export const appScreens: readonly Screen[] = [
  { name: 'loops/full', show: at('/', 'Refund') },
  {
    name: 'loops/templates',
    show: async (visit) => {
      await visit.go('/')
      await visit.page.getByText('Start from a template').click()
      await visit.page
        .getByRole('list', { name: 'Templates' })
        .getByRole('listitem')
        .last()
        .scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'loops/template',
    show: async (visit) => {
      await visit.go('/')
      await visit.page.getByText('Start from a template').click()
      await visit.page
        .getByRole('button', { name: /^Preview/ })
        .first()
        .click()
      await visit.page.getByRole('dialog').getByRole('article').first().waitFor()
    },
  },
  {
    name: 'loops/empty',
    show: async (visit) => {
      await visit.page.route('**/api/loops', (route) => route.fulfill({ json: { loops: [] } }))
      await visit.go('/')
      await visit.says('Start with a loop that runs')
    },
  },
  {
    name: 'loops/loading',
    show: async (visit) => {
      await visit.page.route('**/api/loops', () => {})
      await visit.page.goto(visit.world.server.origin)
      await visit.page.getByRole('heading', { name: 'Loops', exact: true }).waitFor()
    },
  },
  {
    name: 'loops/new',
    show: async (visit) => {
      await visit.go('/')
      await visit.button('New loop')
      await visit.page.getByLabel('Title').fill('Answer reviews')
    },
  },
  {
    name: 'loops/away',
    show: async (visit) => {
      await visit.go('/')
      await visit.says('Refund')
      await visit.page.route('**/healthz', (route) => route.abort())
      await visit.page.route('**/api/**', (route) => route.abort())
      await visit.page.getByRole('link', { name: 'Runs', exact: true }).first().click()
      await visit.says('The server does not answer')
    },
  },
  {
    name: 'frame/account',
    show: async (visit) => {
      await visit.go('/')
      await visit.page.getByRole('button', { name: /account/i }).click()
      await visit.page.getByRole('menu').waitFor()
    },
  },
  { name: 'frame/not-found', show: at('/no/such/page') },
  {
    name: 'frame/sign-in',
    show: async (visit) => {
      await visit.page.route('**/api/session', (route) => route.fulfill({ status: 401, json: {} }))
      await visit.go('/sign-in')
    },
  },
  { name: 'settings/hosts', show: at('/settings', 'crm') },
  { name: 'settings/secrets', show: at('/settings/secrets', 'tracker_token') },
  { name: 'settings/members', show: at('/settings/members', 'ada@example.com') },
  { name: 'settings/tokens', show: at('/settings/tokens', 'Deploys') },
  { name: 'settings/sessions', show: at('/settings/sessions') },
  { name: 'settings/policies', show: at('/settings/policies') },
  { name: 'settings/callbacks', show: at('/settings/callbacks') },
  { name: 'settings/privacy', show: at('/settings/privacy', 'Nobody was erased yet') },
  { name: 'settings/changes', show: at('/settings/changes') },
  { name: 'settings/sandbox', show: at('/sandbox') },
  { name: 'docs/index', show: at('/docs') },
  { name: 'docs/lints', show: at('/docs/lints', 'Warnings explained') },
  { name: 'docs/lint', show: at('/docs/lints/diamond-join', 'Paths join and do it twice') },
  { name: 'docs/api', show: at('/docs/api/issue-triage') },
]
