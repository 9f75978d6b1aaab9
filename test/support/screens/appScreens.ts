import type { Screen } from './screen.ts'
import { at } from './visiting.ts'

/** The frame, the list of loops and what there is to read. */
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
  { name: 'docs/index', show: at('/docs', 'Lead scoring') },
  { name: 'docs/lints', show: at('/docs/lints', 'Warnings explained') },
  { name: 'docs/lint', show: at('/docs/lints/diamond-join', 'Paths join and do it twice') },
  { name: 'docs/guide', show: at('/docs/guides/approvals', 'Where to ask') },
  { name: 'docs/reference', show: at('/docs/reference/limits', 'Limits') },
  { name: 'docs/api', show: at('/docs/api/issue-triage', '/hooks/issue-triage') },
  { name: 'docs/api-whole', show: at('/docs/api', '/api/loops') },
]
