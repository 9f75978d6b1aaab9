import type { ControlProposal } from '../../../shared/api/changeControl.ts'
import type { GuardedProposal } from '../../../shared/api/guardedChanges.ts'
import type { Screen, Visit } from './screen.ts'
import { at } from './visiting.ts'

/** Answers a read with something that takes days or a broken receiver to come about. */
const answering =
  (route: string, json: unknown, path: string, text: string) =>
  async (visit: Visit): Promise<void> => {
    await visit.page.route(route, (each) => each.fulfill({ json }))
    await at(path, text)(visit)
  }

const day = 86_400_000
const runOf = (id: number) => `refund.0.01a21950-1a91-7a76-b7d6-e65fca20259${id}`

const callback = (id: number, status: 'dead' | 'waiting', error: string) => ({
  callback: `cb_01a21950-1a91-7a76-b7d6-e65fca20259${id}_1`,
  run: runOf(id),
  loop: 'refund',
  outcome: 'succeeded',
  target: { type: 'host', host: 'crm', path: '/refunds/ended' },
  status,
  tries: 24,
  since: Date.now() - 3 * day,
  nextAt: status === 'waiting' ? Date.now() + 600_000 : null,
  attempts: [{ at: Date.now() - 60_000, ms: 20_000, status: null, error }],
})

const held = { publish: true, rollout: true, expiresAfterHours: 72, loops: [] }

/** Proposed by somebody else than who looks. */
const waitingControl: ControlProposal = {
  digest: `sha256:${'9c'.repeat(32)}`,
  from: held,
  to: { ...held, rollout: false, loops: [{ loop: 'payout', publish: true, rollout: true }] },
  reason: 'Rollouts are watched now, and go back by themselves.',
  by: 'vera@example.com',
  at: Date.now() - 60_000,
  expiresAt: Date.now() + 2 * day,
}

const waitingAddress: GuardedProposal = {
  digest: `sha256:${'4e'.repeat(32)}`,
  change: {
    type: 'host',
    host: 'crm',
    from: 'https://crm.example.com',
    baseUrl: 'https://crm-2.example.com',
  },
  reason: 'They move to their new data centre.',
  by: 'vera@example.com',
  at: Date.now() - 60_000,
  expiresAt: Date.now() + 2 * day,
}

const weaker: GuardedProposal = {
  ...waitingAddress,
  digest: `sha256:${'5f'.repeat(32)}`,
  change: {
    type: 'policies',
    revision: 1,
    policies: [
      {
        id: 'small',
        title: 'Refunds stay small',
        at: 'step',
        when: 'has(args.amount) && args.amount > 500000',
        effect: 'require-approval',
        message: 'More than 5,000.00 is looked at by hand.',
      },
    ],
    packs: [{ pack: 'cost', version: 1, mode: 'dry-run' }],
  },
  reason: 'Refunds between 1,000.00 and 5,000.00 hold up too many people.',
}

const waitingPolicies = { proposals: [weaker, waitingAddress] }

/** Fills the form of a panel in and sends it. */
const filling =
  (path: string, label: string, text: string, button: string) =>
  async (visit: Visit): Promise<void> => {
    await at(path)(visit)
    await visit.page.getByLabel(label, { exact: true }).fill(text)
    await visit.button(button)
  }

/** What a workspace sets, who may do what in it, and what was done. */
export const settingsScreens: readonly Screen[] = [
  { name: 'settings/hosts', show: at('/settings', 'crm') },
  {
    name: 'settings/host-refused',
    show: filling('/settings', 'Base address', 'crm.example.com', 'Propose'),
  },
  {
    name: 'settings/host-removing',
    show: async (visit) => {
      await at('/settings', 'crm')(visit)
      await visit.button('Remove the host crm')
      await visit.page.getByRole('dialog').getByLabel(/^Why/).fill('Nobody calls it any more.')
    },
  },
  { name: 'settings/secrets', show: at('/settings/secrets', 'tracker_token') },
  {
    name: 'settings/secret-changing',
    show: async (visit) => {
      await at('/settings/secrets', 'tracker_token')(visit)
      await visit.button('Change tracker_token')
      await visit.says('Save the secret')
    },
  },
  {
    name: 'settings/secrets-resealed',
    show: async (visit) => {
      await at('/settings/secrets', 'tracker_token')(visit)
      await visit.button('Bring all under the current key')
      await visit.page.getByText('Keys of personal data').scrollIntoViewIfNeeded()
    },
  },
  { name: 'settings/members', show: at('/settings/members', 'ada@example.com') },
  { name: 'settings/tokens', show: at('/settings/tokens', 'Deploys') },
  {
    name: 'settings/token-made',
    show: async (visit) => {
      await filling('/settings/tokens', 'Name', 'Nightly report', 'Make token')(visit)
      await visit.says('Copy the token now')
    },
  },
  { name: 'settings/sessions', show: at('/settings/sessions', 'this browser') },
  { name: 'settings/policies', show: at('/settings/policies', 'Refunds stay small') },
  {
    name: 'settings/pack',
    show: async (visit) => {
      await at('/settings/policies', 'Refunds stay small')(visit)
      await visit.button('Open the pack Cost')
      await visit.page.getByText('A run may cost (USD)').scrollIntoViewIfNeeded()
    },
  },
  { name: 'settings/publishing', show: at('/settings/publishing', 'payout') },
  {
    name: 'settings/publishing-waits',
    show: answering(
      '**/api/change-control/proposal',
      { proposal: waitingControl },
      '/settings/publishing',
      'Fewer changes would ask for a second person',
    ),
  },
  {
    name: 'settings/address-waits',
    show: answering(
      '**/api/guarded-changes',
      { proposals: [waitingAddress] },
      '/settings/publishing',
      'Runs would reach another address',
    ),
  },
  {
    name: 'settings/policies-wait',
    show: answering(
      '**/api/guarded-changes',
      waitingPolicies,
      '/settings/policies',
      'Policies would hold runs to less',
    ),
  },
  {
    name: 'approvals/workspace-waits',
    show: answering(
      '**/api/guarded-changes',
      waitingPolicies,
      '/approvals/publishing',
      'policies that hold runs to less',
    ),
  },
  { name: 'settings/callbacks', show: at('/settings/callbacks', 'Every callback was delivered') },
  {
    name: 'settings/callbacks-dead',
    show: answering(
      '**/api/callbacks**',
      {
        callbacks: [
          callback(1, 'dead', 'crm did not answer within 20 seconds.'),
          callback(2, 'dead', 'crm answered 503.'),
        ],
        next: null,
        dead: 2,
      },
      '/settings/callbacks',
      'Send again',
    ),
  },
  { name: 'settings/privacy', show: at('/settings/privacy', 'They asked for it') },
  {
    name: 'settings/archive',
    show: answering(
      '**/api/privacy/archive**',
      {
        available: true,
        runs: [1, 2, 3].map((id) => ({ run: runOf(id), acceptedAt: Date.now() - (90 + id) * day })),
        next: null,
      },
      '/settings/privacy',
      runOf(3),
    ),
  },
  { name: 'settings/changes', show: at('/settings/changes', 'Ask a second person about money') },
  {
    name: 'settings/changes-verified',
    show: async (visit) => {
      await at('/settings/changes', 'Ask a second person about money')(visit)
      await visit.button('Verify the log')
      await visit.page.getByRole('status').filter({ hasText: /./ }).first().waitFor()
    },
  },
  {
    name: 'settings/changes-none',
    show: at('/settings/changes?text=no-such-word', 'No change fits'),
  },
  { name: 'proposals/open', show: at('/approvals/publishing', 'Pay back within a day') },
  { name: 'proposals/decided', show: at('/approvals/publishing?show=settled', 'Say first what changes') },
  {
    name: 'proposals/compare',
    show: async (visit) => {
      await visit.go('/loops/payout?compare=1..p2')
      await visit.says(/changed/)
    },
  },
  {
    name: 'proposals/propose',
    show: async (visit) => {
      await visit.edit('payout')
      await visit.page.getByRole('button', { name: /^(Publish|Propose) version/ }).click()
      await visit.page.getByRole('dialog').waitFor()
    },
  },
  { name: 'settings/sandbox', show: at('/sandbox', 'Carried out') },
]
