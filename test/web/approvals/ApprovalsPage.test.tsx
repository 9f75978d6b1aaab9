import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ApprovalDetail, ApprovalSummary } from '../../../shared/api/approvals.ts'
import { problem, renderApp, stubApi } from '../app/renderApp.tsx'

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`
const run = 'probe.0.0192f3a4-0000-7a11-8b22-000000000007'
const approval = `${run}.1`
const yes = { may: true, why: null }

const summary: ApprovalSummary = {
  approval,
  run,
  loop: 'probe',
  title: 'Plan 1 of Remedy',
  message: 'It pays more than 10.',
  about: 'plan',
  iteration: 1,
  status: 'open',
  approvers: ['approver'],
  need: 2,
  grantedBy: ['ann'],
  assignee: null,
  comments: 0,
  startedBy: null,
  risk: 'high',
  irreversible: 1,
  preview: { parts: [{ title: 'Pay back', values: [{ name: 'amount', text: '50' }] }], more: 0 },
  requestedAt: Date.now() - 60_000,
  deadline: Date.now() + 600_000,
  decided: null,
}

const detail: ApprovalDetail = {
  ...summary,
  digest: digestOf('a'),
  show: null,
  input: { amount: 50 },
  plan: null,
  steps: [
    {
      step: 'pay',
      action: 'pay',
      title: 'Pay back',
      args: { amount: 50 },
      bindings: {},
      after: [],
      why: null,
      status: 'waiting',
      asked: true,
      reversibility: 'irreversible',
      idempotency: 'keyed',
      risk: 'high',
      costUsd: 0,
      undoneBy: null,
    },
  ],
  verdict: null,
  policies: [
    { policy: 'big', point: 'plan', subject: 'remedy', effect: 'require-approval', message: 'It is big.' },
  ],
  planners: [{ id: 'remedy', title: 'Remedy' }],
  editedBy: [],
  remarks: [],
  you: { grant: yes, decide: yes, edit: yes, sendBack: yes, assign: yes, comment: yes },
}

const decidePath = `/api/runs/${run}/approvals/${approval}`
const answers = (over: Partial<ApprovalDetail> = {}) => ({
  'GET /api/approvals': () => ({ approvals: [summary], next: null, open: 1 }),
  'GET /api/loops': () => ({ loops: [] }),
  [`GET /api/approvals/${approval}`]: () => ({ ...detail, ...over }),
  [`POST ${decidePath}`]: () => ({}),
})
const decided = (calls: ReturnType<typeof stubApi>) =>
  calls.filter(({ method, path }) => method === 'POST' && path === decidePath).map(({ body }) => body)

describe('the inbox', () => {
  it('shows what is asked with its risk, its votes and what can’t be undone, and counts it on the bar', async () => {
    stubApi(answers())
    renderApp('/approvals')
    const panel = await screen.findByRole('article', { name: 'Plan 1 of Remedy' })
    expect(panel.textContent).toContain('High risk')
    expect(panel.textContent).toContain('1 of 2 approved')
    expect(panel.textContent).toContain('Can’t be undone')
    expect(panel.textContent).toContain('50')
    const row = screen.getByRole('button', { name: /Plan 1 of Remedy/ })
    expect(row.textContent).toContain('Pay back amount 50')
    const bar = screen.getByRole('navigation', { name: 'Main' })
    expect(await within(bar).findByText('1')).toBeDefined()
  })

  it('goes on and back by j and k, but not while somebody writes', async () => {
    const other = { ...summary, approval: `${run}.2`, title: 'Plan 2 of Remedy' }
    stubApi({
      ...answers(),
      'GET /api/approvals': () => ({ approvals: [summary, other], next: null, open: 2 }),
      [`GET /api/approvals/${other.approval}`]: () => ({ ...detail, ...other }),
    })
    renderApp('/approvals')
    await screen.findByRole('article', { name: summary.title })
    await userEvent.keyboard('j')
    await screen.findByRole('article', { name: other.title })
    expect(document.activeElement?.textContent).toContain(other.title)
    await userEvent.type(screen.getByRole('textbox', { name: 'Note' }), 'k')
    expect(screen.getByRole('article').getAttribute('aria-label')).toBe(other.title)
    await userEvent.click(document.body)
    await userEvent.keyboard('jk')
    await screen.findByRole('article', { name: summary.title })
  })

  it('approves exactly what is shown', async () => {
    const calls = stubApi(answers())
    renderApp('/approvals')
    await userEvent.type(await screen.findByLabelText('Note'), 'Fine')
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }))
    expect(decided(calls)).toEqual([{ decision: 'grant', digest: digestOf('a'), note: 'Fine' }])
  })

  it('sends back with what is to be different', async () => {
    const calls = stubApi(answers())
    renderApp('/approvals')
    await userEvent.click(await screen.findByRole('button', { name: 'Send back…' }))
    expect(screen.getByRole('button', { name: 'Send back' })).toHaveProperty('disabled', true)
    await userEvent.type(screen.getByLabelText(/What is to be different/), 'Half of it')
    await userEvent.click(screen.getByRole('button', { name: 'Send back' }))
    expect(decided(calls)).toEqual([
      { decision: 'send-back', to: 'remedy', feedback: 'Half of it', digest: digestOf('a') },
    ])
  })

  it('says why somebody can’t approve, who may still deny', async () => {
    const why = 'You started this run, so somebody else has to approve it.'
    const calls = stubApi(answers({ you: { ...detail.you, grant: { may: false, why } } }))
    renderApp('/approvals')
    expect(await screen.findByText(why)).toBeDefined()
    expect(screen.getByRole('button', { name: 'Approve' })).toHaveProperty('disabled', true)
    await userEvent.click(screen.getByRole('button', { name: 'Deny' }))
    expect(decided(calls)).toEqual([{ decision: 'deny', digest: digestOf('a') }])
  })

  it('offers nothing to who is not asked', async () => {
    const no = { may: false, why: 'This asks for approver.' }
    stubApi(answers({ you: { grant: no, decide: no, edit: no, sendBack: no, assign: no, comment: yes } }))
    renderApp('/approvals')
    expect(await screen.findByText('This asks for approver.')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull()
  })

  it('says that it changed meanwhile, where the decision is', async () => {
    stubApi({
      ...answers(),
      [`POST ${decidePath}`]: () =>
        problem('conflict', 409, { detail: 'What was shown is not what would be approved now.' }),
    })
    renderApp('/approvals')
    await userEvent.click(await screen.findByRole('button', { name: 'Approve' }))
    expect(await screen.findByText(/not what would be approved now/)).toBeDefined()
  })

  it('says whose it is, and hands it on with a note', async () => {
    const path = `/api/approvals/${approval}`
    const over = { approvers: ['approver' as const, 'operator' as const], assignee: { name: 'bob' } }
    const calls = stubApi({
      ...answers(over),
      'GET /api/approvals': () => ({
        approvals: [{ ...summary, ...over, comments: 2 }],
        next: null,
        open: 1,
      }),
      [`GET ${path}/candidates`]: () => ({ names: ['bob', 'cleo', 'admin'] }),
      [`PUT ${path}/assignee`]: () => ({ ...detail, ...over }),
    })
    renderApp('/approvals')
    const row = await screen.findByRole('button', { name: /Plan 1 of Remedy/ })
    expect(row.textContent).toContain('Assigned to bob')
    expect(row.textContent).toContain('2 comments')
    await userEvent.click(await screen.findByRole('button', { name: 'Assign…' }))
    const form = await screen.findByRole('form', { name: 'Assign' })
    expect(within(form).getByRole('button', { name: 'Assign' })).toHaveProperty('disabled', true)
    await userEvent.click(within(form).getByRole('combobox', { name: /To/ }))
    const names = (await screen.findAllByRole('option')).map(({ textContent }) => textContent)
    expect(names).toEqual([
      'Me',
      'Everyone who is asked',
      'Everyone who is approver',
      'Everyone who is operator',
      'cleo',
    ])
    await userEvent.click(screen.getByRole('option', { name: 'cleo' }))
    await userEvent.type(within(form).getByLabelText('Note'), 'She knows')
    await userEvent.click(within(form).getByRole('button', { name: 'Assign' }))
    const sent = calls.find(({ method }) => method === 'PUT')
    expect(sent).toMatchObject({
      path: `${path}/assignee`,
      body: { to: { name: 'cleo' }, note: 'She knows' },
    })
  })

  it('shows what was said, and takes a comment that decides nothing', async () => {
    const path = `/api/approvals/${approval}/comments`
    const at = Date.now()
    const calls = stubApi({
      ...answers({
        remarks: [
          { type: 'comment', at, by: 'ann', text: 'Is it the right account?' },
          { type: 'assignment', at, by: 'ann', to: { role: 'operator' }, note: null },
        ],
      }),
      [`POST ${path}`]: () => detail,
    })
    renderApp('/approvals')
    const section = await screen.findByRole('region', { name: 'Comments' })
    expect(section.textContent).toContain('Is it the right account?')
    expect(section.textContent).toContain('ann assigned it to everyone who is operator')
    await userEvent.type(within(section).getByRole('textbox', { name: 'Comment' }), ' It is. ')
    await userEvent.click(within(section).getByRole('button', { name: 'Comment' }))
    expect(calls.find((call) => call.path === path)?.body).toEqual({ text: 'It is.' })
    expect(decided(calls)).toEqual([])
  })

  it('shows what waits for whoever looks', async () => {
    const calls = stubApi(answers())
    renderApp('/approvals?show=mine')
    await screen.findByRole('article', { name: summary.title })
    expect(calls.some(({ path, search }) => path === '/api/approvals' && search.get('mine') === 'true')).toBe(
      true,
    )
  })

  it('teaches where it is empty', async () => {
    stubApi({
      'GET /api/approvals': () => ({ approvals: [], next: null, open: 0 }),
      'GET /api/loops': () => ({ loops: [] }),
    })
    renderApp('/approvals')
    expect(await screen.findByText('Nobody is asked anything')).toBeDefined()
  })
})
