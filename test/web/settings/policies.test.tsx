import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import { policiesOfPacks } from '../../../shared/policy/packs/policiesOfPacks.ts'
import { adminSession, problem, renderApp, stubApi } from '../app/renderApp.tsx'

// CodeMirror measures text, which jsdom can't; what it is given and gives back is that of a text area.
vi.mock('../../../web/ui/CodeEditor.tsx', () => ({
  CodeEditor: ({
    value,
    onChange,
    label,
  }: {
    value: string
    onChange: (text: string) => void
    label: string
  }) => <textarea aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />,
}))

const policy: Policy = {
  id: 'rate',
  title: 'Not too many',
  at: 'input',
  when: 'recent.lastMinute >= 10',
  effect: 'deny',
  message: 'Too many at once.',
}
const saved = (policies: WrittenPolicy[], version = 1) => ({
  version,
  digest: digest([]),
  policies,
  packs: [],
  history: [
    { version, digest: digest([]), count: policies.length, savedAt: 1, savedBy: 'Ada', note: 'first' },
  ],
})

describe('the policies of the workspace', () => {
  it('are proposed where publishing takes two and runs would be held to less', async () => {
    const calls = stubApi({
      'GET /api/policies': () => saved([policy], 3),
      'GET /api/change-control': () => ({ publish: true, rollout: false, expiresAfterHours: 72, loops: [] }),
      'POST /api/guarded-changes': () => problem('revision-stale', 412),
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Open Not too many' }))
    const when = screen.getByRole('textbox', { name: 'When' })
    fireEvent.change(when, { target: { value: 'recent.lastMinute >= 100' } })
    const propose = await screen.findByRole<HTMLButtonElement>('button', { name: 'Propose' })
    expect(propose.disabled).toBe(true)
    fireEvent.change(screen.getByLabelText(/^Why/), { target: { value: 'More at once' } })
    await userEvent.click(propose)
    await waitFor(() => expect(calls.some((call) => call.method === 'POST')).toBe(true))
    expect(calls.find((call) => call.method === 'POST')?.body).toMatchObject({
      change: {
        type: 'policies',
        revision: 3,
        policies: [{ id: 'rate', when: 'recent.lastMinute >= 100' }],
      },
      reason: 'More at once',
    })
  })

  it('are changed as a new version, after what changes was shown', async () => {
    let version = 1
    let policies = [policy]
    const calls = stubApi({
      'GET /api/policies': () => saved(policies, version),
      'PUT /api/policies': ({ body }) => {
        version += 1
        policies = (body as { policies: Policy[] }).policies
        return saved(policies, version)
      },
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Open Not too many' }))
    const when = screen.getByRole('textbox', { name: 'When' })
    await userEvent.clear(when)
    expect(await screen.findByRole('button', { name: 'Save version 2' })).toHaveProperty('disabled', true)
    await userEvent.type(when, 'recent.lastHour > 5')
    const changes = screen.getByRole('region', { name: 'What changes' })
    expect(within(changes).getByText('recent.lastMinute >= 10')).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Note'), 'by the hour')
    await userEvent.click(screen.getByRole('button', { name: 'Save version 2' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'What changes' })).toBeNull())
    expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({
      policies: [{ ...policy, when: 'recent.lastHour > 5', version: 2 }],
      note: 'by the hour',
    })
  })

  it('say what is wrong where it is, and keep what was typed when somebody else saved', async () => {
    stubApi({
      'GET /api/policies': () => saved([policy]),
      'PUT /api/policies': () => problem('revision-stale', 412, { detail: 'The policies are at version 2.' }),
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Open Not too many' }))
    const when = screen.getByRole('textbox', { name: 'When' })
    await userEvent.type(when, ' && nobody')
    expect((await screen.findAllByText(/nobody/)).length).toBeGreaterThan(1)
    await userEvent.type(when, '{Backspace>10/}')
    const message = screen.getByLabelText('Message')
    await userEvent.type(message, ' Really.')
    await userEvent.click(screen.getByRole('button', { name: 'Save version 2' }))
    expect(await screen.findByText(/at version 2/)).toBeTruthy()
    expect((message as HTMLInputElement).value).toBe('Too many at once. Really.')
  })

  it('are tried on recorded runs, with what would change', async () => {
    const run = 'refund.0.01910000-0000-7000-8000-000000000000'
    const calls = stubApi({
      'GET /api/policies': () => saved([policy]),
      'POST /api/policies/what-if': () => ({
        runs: 7,
        points: 30,
        cut: [],
        changed: [
          {
            run,
            loop: 'refund',
            acceptedAt: 1,
            changes: [
              {
                seq: 2,
                at: 1,
                point: 'input',
                subject: null,
                before: { effect: 'allow', policies: [] },
                after: { effect: 'deny', policies: ['workspace:rate'] },
                values: { 'recent.lastMinute': 12 },
              },
            ],
          },
        ],
      }),
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Ask' }))
    expect(await screen.findByText(/1 of 7 runs would go another way/)).toBeTruthy()
    expect(screen.getByRole('link', { name: /refund/ }).getAttribute('href')).toBe(`/runs/${run}`)
    expect(screen.getByText('recent.lastMinute = 12')).toBeTruthy()
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ policies: [policy], limit: 50 })
    await userEvent.click(screen.getByRole('button', { name: 'Remove Not too many' }))
    expect(await screen.findByText(/have changed since/)).toBeTruthy()
  })

  it('carry cases, which fail in sight and make no revision of a policy', async () => {
    const calm = { id: 'calm', title: 'Calm', scope: { recent: { lastMinute: 2 } }, expect: 'does-not-apply' }
    const carried = [{ ...policy, cases: [calm] }] as WrittenPolicy[]
    const calls = stubApi({
      'GET /api/policies': () => saved(carried),
      'PUT /api/policies': () => saved(carried, 2),
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Open Not too many' }))
    const cases = within(screen.getByRole('region', { name: 'Cases of Not too many' }))
    expect(cases.getByText('As expected')).toBeTruthy()
    await userEvent.click(cases.getByRole('button', { name: 'Add case' }))
    expect(cases.getAllByText('As expected')).toHaveLength(2)
    await userEvent.click(cases.getAllByText('What is in scope, and what came')[1] ?? document.body)
    const scope = await cases.findByRole('textbox', { name: 'Scope' })
    await userEvent.clear(scope)
    await userEvent.click(scope)
    await userEvent.paste('{"recent": {"lastMinute": 12}}')
    expect(cases.getByText('Not as expected')).toBeTruthy()
    const changes = within(screen.getByRole('region', { name: 'What changes' }))
    expect(changes.getByRole('list', { name: 'Cases that fail' }).textContent).toContain('denies')
    expect(changes.getByText('Calm: does-not-apply; Case 2: does-not-apply')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Close Not too many' }))
    expect(screen.getByText('1 of 2 cases fail')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Save version 2' }))
    const added = {
      id: 'case1',
      title: 'Case 2',
      scope: { recent: { lastMinute: 12 } },
      expect: 'does-not-apply',
    }
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({
        policies: [{ ...policy, cases: [calm, added] }],
      }),
    )
  })

  it('are only read by who may not change them', async () => {
    stubApi({
      'GET /api/session': () => ({ ...adminSession, role: 'viewer', rights: ['read'] }),
      'GET /api/policies': () => saved([policy]),
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Open Not too many' }))
    expect(screen.getByText('Too many at once.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Add a policy' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Remove Not too many' })).toBeNull()
  })

  it('come in packs that are turned on, set, tried and upgraded', async () => {
    const before = { pack: 'safety', version: 1 }
    const set = { ...saved([policy, ...policiesOfPacks([before])]), packs: [before] }
    const calls = stubApi({
      'GET /api/policies': () => set,
      'PUT /api/policies': () => ({ ...set, version: 2 }),
      'POST /api/policies/what-if': () => ({ runs: 3, points: 9, cut: [], changed: [] }),
    })
    renderApp('/settings/policies')
    const packs = within(await screen.findByRole('region', { name: 'Packs' }))
    // Policies of packs are not shown among the workspace's own.
    expect(screen.getAllByRole('button', { name: /^Remove / })).toHaveLength(1)
    await userEvent.click(packs.getByRole('button', { name: /^Open the pack Safety/ }))
    const upgrade = within(packs.getByRole('region', { name: /^Upgrade of Safety/ }))
    expect(upgrade.getAllByText('added')).toHaveLength(2)
    expect(upgrade.queryByText('changed')).toBeNull()
    await userEvent.click(upgrade.getByRole('button', { name: 'Upgrade to version 2' }))
    await userEvent.click(packs.getByRole('checkbox', { name: 'A doubtful pass needs a person' }))
    const risk = packs.getByLabelText('Text leaks from a risk of')
    await userEvent.clear(risk)
    await userEvent.type(risk, '7')
    expect(packs.getByText('A number from 0.1 to 1')).toBeTruthy()
    await userEvent.clear(risk)
    await userEvent.type(risk, '0.9')
    await userEvent.click(packs.getByRole('button', { name: 'Turn on Cost' }))
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }))
    const uses = [
      { pack: 'safety', version: 2, without: ['doubtful-pass'], settings: { leakRisk: 0.9 } },
      { pack: 'cost', version: 1, mode: 'dry-run' as const },
    ]
    expect(await screen.findByText(/Nothing would be decided differently in 3 runs/)).toBeTruthy()
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      policies: [policy, ...policiesOfPacks(uses)],
      limit: 50,
    })
    await userEvent.click(screen.getByRole('button', { name: 'Save version 2' }))
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({ policies: [policy], packs: uses }),
    )
  })

  it('show what a pack holds to who may only read', async () => {
    stubApi({
      'GET /api/session': () => ({ ...adminSession, role: 'viewer', rights: ['read'] }),
      'GET /api/policies': () => saved([]),
    })
    renderApp('/settings/policies')
    await userEvent.click(await screen.findByRole('button', { name: 'Open the pack GDPR' }))
    expect(screen.getByText(/Art. 22\(1\) and \(3\)/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Turn on GDPR' })).toBeNull()
    expect(screen.queryAllByRole('checkbox')).toEqual([])
  })
})
