import type { Case } from '../graph/case.ts'
import type { Json } from '../json.ts'
import { refuses } from './answers.ts'

const answered = { name: 'accepted', data: { laptop: true }, afterSeconds: 3600 }

/** What an onboarding comes to, by the samples in their order: three accounts, none. */
export const onboardingCases = ([three, none]: readonly { input: Json }[]): Case[] => [
  {
    id: 'answered',
    title: 'Somebody who answers gets every account',
    input: three?.input ?? null,
    mocks: {},
    signals: [answered],
    expect: {
      plan: ['invitation', 'answer', 'accounts', 'equipment', 'news'],
      verdict: 'pass',
      outcome: 'succeeded',
      body: { accounts: ['mail', 'chat', 'wiki'] },
      calls: { create_account: 3, remove_account: 0, announce: 1 },
    },
  },
  {
    id: 'no_answer',
    title: 'After three days it goes on without an answer',
    input: three?.input ?? null,
    mocks: {},
    expect: { outcome: 'succeeded', calls: { create_account: 3 } },
  },
  {
    id: 'no_account',
    title: 'Somebody who needs no account gets none',
    input: none?.input ?? null,
    mocks: {},
    signals: [answered],
    expect: { outcome: 'succeeded', calls: { create_account: 0 } },
  },
  {
    id: 'one_fails',
    title: 'When an account can’t be made, the others are removed',
    input: three?.input ?? null,
    mocks: {
      create_account: {
        delayMs: 100,
        mock: {
          answers: 'series',
          each: [
            { delayMs: 100, mock: { answers: 'sample' } },
            { delayMs: 100, mock: { answers: 'sample' } },
            { delayMs: 100, mock: { answers: 'failure', status: 422, times: null } },
          ],
        },
      },
    },
    signals: [answered],
    expect: {
      verdict: 'rollback',
      outcome: 'rolled-back',
      calls: { create_account: 3, remove_account: 2, announce: 0 },
    },
  },
  {
    id: 'not_invited',
    title: 'Nothing is done for somebody who can’t be invited',
    input: three?.input ?? null,
    mocks: { invite: refuses(422) },
    expect: { outcome: 'rolled-back', calls: { create_account: 0, ask_for_equipment: 0 } },
  },
]
