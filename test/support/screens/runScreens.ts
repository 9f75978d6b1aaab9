import { RunDetail } from '../../../shared/api/runs.ts'
import type { Screen, Visit } from './screen.ts'
import { at } from './visiting.ts'
import type { World } from './world.ts'

/** A run at its last event, drawn. */
async function openRun(visit: Visit, which: keyof World['runs'], query = ''): Promise<void> {
  await visit.go(`/runs/${visit.world.runs[which]}${query}`)
  await visit.page.getByRole('article').first().waitFor()
}
const run =
  (which: keyof World['runs'], query = '') =>
  (visit: Visit): Promise<void> =>
    openRun(visit, which, query)

/** The fork of a run, which is made once however often it is shown. */
async function forkOf({ world }: Visit, which: keyof World['runs'], iteration: number): Promise<string> {
  const body = { iteration, reason: 'The host was down; try that iteration again.' }
  const headers = { 'idempotency-key': `${which} ${iteration}`, prefer: 'wait=20' }
  const answer = await world.api.send('POST', `/api/runs/${world.runs[which]}/fork`, body, headers)
  return RunDetail.parse(await answer.json()).run
}

/** Two runs side by side, compared. */
const compared =
  (a: keyof World['runs'], b: keyof World['runs']) =>
  async (visit: Visit): Promise<void> => {
    const { runs } = visit.world
    await visit.go(`/runs/${runs[a]}/compare/${runs[b]}`)
    await visit.says(/\d+ differences?$/)
  }

/** Runs, one by one and in lists, and what is decided and compared about them. */
export const runScreens: readonly Screen[] = [
  {
    name: 'runs/full',
    show: async (visit) => {
      await visit.go('/runs')
      await visit.says(/runs shown/)
    },
  },
  {
    name: 'runs/chosen',
    show: async (visit) => {
      await visit.go('/runs')
      await visit.says(/runs shown/)
      const boxes = visit.page.getByRole('checkbox', { name: /^Choose run/ })
      for (const place of [0, 2]) await boxes.nth(place).click()
      await visit.page.getByRole('button', { name: /again…$/ }).click()
      await visit.page.getByRole('dialog', { name: 'Run again' }).waitFor()
    },
  },
  {
    name: 'runs/loop',
    show: async (visit) => {
      await visit.go('/loops/issue-triage/runs')
      await visit.says(/runs shown/)
    },
  },
  {
    name: 'runs/empty',
    show: async (visit) => {
      await visit.go('/loops/triage-next/runs')
      await visit.says('No runs yet')
    },
  },
  {
    name: 'runs/filtered-out',
    show: async (visit) => {
      await visit.go('/runs?outcome=cancelled')
      await visit.says('No run fits these filters')
    },
  },
  {
    name: 'runs/more-filters',
    show: async (visit) => {
      await visit.go('/runs?outcome=succeeded&version=1&since=1767222000000&minDurationMs=2')
      await visit.button('More filters')
      await visit.says('Show these runs')
    },
  },
  {
    name: 'runs/views',
    show: async (visit) => {
      await visit.go('/runs?last=7d&minDurationMs=1000')
      await visit.button('Views')
      await visit.page.getByLabel('Name').fill('Slow ones of the week')
      await visit.button('Save these filters')
      await visit.button('Took at least 1.0 s: show others too')
      await visit.button('Views')
    },
  },
  {
    name: 'runs/error',
    show: async (visit) => {
      await visit.page.route('**/api/runs**', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          json: {
            type: 'about:blank',
            title: 'Overloaded',
            status: 503,
            detail: 'The list of runs is not there right now.',
          },
        }),
      )
      await visit.page.goto(`${visit.world.server.origin}/runs`)
      await visit.page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'runs/loading',
    show: async (visit) => {
      await visit.page.route('**/api/runs**', () => {})
      await visit.page.goto(`${visit.world.server.origin}/runs`)
      await visit.page.getByRole('heading', { name: 'Runs', exact: true }).waitFor()
    },
  },
  { name: 'run/succeeded', show: run('succeeded') },
  { name: 'run/iterated', show: run('iterated') },
  { name: 'run/rolled-back', show: run('rolledBack') },
  { name: 'run/failed', show: run('failed') },
  {
    name: 'run/reason',
    show: async (visit) => {
      await openRun(visit, 'rolledBack')
      await visit.page.locator('header button.truncate').click()
      await visit.page.getByRole('dialog', { name: 'Why the run ended' }).waitFor()
    },
  },
  { name: 'run/waiting', show: run('waiting') },
  { name: 'run/asking', show: run('asking') },
  { name: 'run/plan', show: run('rolledBack', '?plan=2') },
  {
    name: 'run/middle',
    show: async (visit) => {
      await openRun(visit, 'rolledBack')
      const slider = visit.page.getByRole('slider', { name: 'Event' })
      await slider.press('Home')
      for (let step = 0; step < 9; step += 1) await slider.press('ArrowRight')
    },
  },
  {
    name: 'run/verified',
    show: async (visit) => {
      await openRun(visit, 'succeeded')
      await visit.button('Verify')
      await visit.says('Verified in this browser')
    },
  },
  {
    name: 'run/review',
    show: async (visit) => {
      await openRun(visit, 'asking')
      await visit.button('Review…')
      await visit.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).waitFor()
    },
  },
  {
    name: 'run/reviewed',
    show: async (visit) => {
      const reviews = [
        { by: 'ada@example.com', at: 1, score: 2, comment: 'Two restarts would have been enough.' },
      ]
      await visit.page.route('**/api/runs/*/reviews', (route) => route.fulfill({ json: { reviews } }))
      await openRun(visit, 'rolledBack', '?review=status%3Dended')
      await visit.page
        .getByRole('region', { name: 'Review' })
        .getByText(/of \d+$/)
        .waitFor()
    },
  },
  {
    name: 'run/loading',
    show: async (visit) => {
      await visit.page.route('**/api/runs/**', () => {})
      await visit.page.goto(`${visit.world.server.origin}/runs/${visit.world.runs.succeeded}`)
      await visit.page.getByRole('navigation').first().waitFor()
    },
  },
  {
    name: 'run/unknown',
    show: async (visit) => {
      await visit.go('/runs/issue-triage.0.0192f3a4-0000-7a11-8b22-000000000001')
      await visit.page.getByRole('alert').waitFor()
    },
  },
  { name: 'run-compare/iterated', show: compared('iterated', 'rolledBack') },
  { name: 'run-compare/failed', show: compared('succeeded', 'failed') },
  { name: 'run-compare/loops', show: compared('failed', 'iterated') },
  {
    name: 'run-compare/same',
    show: async (visit) => {
      const { succeeded } = visit.world.runs
      await visit.go(`/runs/${succeeded}/compare/${succeeded}`)
      await visit.says('No differences')
    },
  },
  {
    name: 'run-compare/all',
    show: async (visit) => {
      await compared('succeeded', 'failed')(visit)
      await visit.page.getByRole('switch', { name: 'Show what is the same, too' }).click()
      await visit.says('the same')
    },
  },
  {
    name: 'run-compare/unknown',
    show: async (visit) => {
      const unknown = 'issue-triage.0.0192f3a4-0000-7a11-8b22-000000000001'
      await visit.go(`/runs/${visit.world.runs.succeeded}/compare/${unknown}`)
      await visit.page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'run-compare/choose',
    show: async (visit) => {
      await openRun(visit, 'rolledBack')
      await visit.button('Compare…')
      await visit.page.getByRole('link', { name: /The run before it/ }).waitFor()
    },
  },
  {
    name: 'run-simulate/same',
    show: async (visit) => {
      await visit.go(`/runs/${visit.world.runs.rolledBack}/simulate`)
      await visit.says('The same decisions')
    },
  },
  {
    name: 'run-simulate/draft',
    show: async (visit) => {
      await visit.go(`/runs/${visit.world.runs.succeeded}/simulate?under=draft`)
      await visit.says(/^(The same decisions|\d+ differences?)$/)
    },
  },
  {
    name: 'run-fork/dialog',
    show: async (visit) => {
      await openRun(visit, 'rolledBack')
      await visit.button('Fork…')
      await visit.page.getByRole('textbox', { name: 'Input of the fork' }).waitFor()
    },
  },
  {
    name: 'run-fork/refused',
    show: async (visit) => {
      await openRun(visit, 'rolledBack', '?at=3')
      await visit.button('Fork…')
      const input = visit.page.getByRole('textbox', { name: 'Input of the fork' })
      await input.fill('{ "service": 7 }')
      await visit.page.getByRole('textbox', { name: /^Reason/ }).fill('The host was down.')
      await visit.button('Start the fork')
      await visit.page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'run-fork/forked',
    show: async (visit) => {
      await visit.go(`/runs/${await forkOf(visit, 'rolledBack', 2)}`)
      await visit.page.getByRole('link', { name: /^fork of/ }).waitFor()
    },
  },
  { name: 'plans/list', show: at('/loops/incident/plans', /plans shown/) },
  { name: 'deliveries/list', show: async (visit) => visit.go('/loops/issue-triage/deliveries') },
  {
    name: 'deliveries/one',
    show: async (visit) => {
      await visit.go('/loops/issue-triage/deliveries')
      await visit.page.getByRole('table').getByRole('button').first().click()
      await visit.page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'approvals/inbox',
    show: async (visit) => {
      await visit.go('/approvals')
      await visit.page.getByRole('article').getByRole('button', { name: 'Approve' }).waitFor()
    },
  },
  {
    name: 'approvals/assigned',
    show: async (visit) => {
      const assignee = { name: 'grace@example.com' }
      const at = Date.now() - 600_000
      await visit.page.route(/\/api\/approvals(\/[^/]+)?\?|\/api\/approvals\/[^/]+$/, async (route) => {
        const response = await route.fetch()
        const body = (await response.json()) as { approvals?: object[] }
        const over = { assignee, comments: 1 }
        const remarks = [
          {
            type: 'comment',
            at,
            by: 'ada@example.com',
            text: 'The customer asked twice. Is it the same parcel?',
          },
          {
            type: 'assignment',
            at: at + 60_000,
            by: 'admin',
            to: assignee,
            note: 'Grace knows the customer.',
          },
        ]
        await route.fulfill({
          json: body.approvals
            ? { ...body, approvals: body.approvals.map((each) => ({ ...each, ...over })) }
            : { ...body, ...over, remarks },
        })
      })
      await visit.go('/approvals')
      await visit.page.getByRole('button', { name: 'Assign…' }).click()
      await visit.page.getByRole('combobox', { name: 'To' }).waitFor()
    },
  },
  {
    name: 'approvals/empty',
    show: async (visit) => {
      await visit.page.route('**/api/approvals**', (route) =>
        route.fulfill({ json: { approvals: [], next: null, open: 0 } }),
      )
      await visit.go('/approvals')
      await visit.says('Nobody is asked anything')
    },
  },
  {
    name: 'drift/watched',
    show: async (visit) => {
      await visit.go('/loops/lead-scoring/drift')
      await visit.page.getByRole('region', { name: 'Field size' }).waitFor()
    },
  },
  { name: 'drift/nothing', show: async (visit) => visit.go('/loops/issue-triage/drift') },
]
