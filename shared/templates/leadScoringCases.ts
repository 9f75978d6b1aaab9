import type { Case } from '../graph/case.ts'
import type { Mock } from '../graph/mock.ts'
import type { CheckOf } from '../graph/nodes/check.ts'
import type { Json, JsonObject } from '../json.ts'
import { sampleDrift } from '../verify/drift/sampleDrift.ts'
import { refuses } from './answers.ts'

/** What scoring a lead comes to, by the samples in their order: a large company, a small one. */
export function leadScoringCases(
  [large, small]: readonly { input: Json }[],
  check: CheckOf<'drift'>,
): Case[] {
  const lastLeads = (kind: 'usual' | 'drifted'): Record<string, Mock> => {
    const { baseline, window } = sampleDrift(check, kind)
    const value: JsonObject = { baseline, window: Object.fromEntries(Object.entries(window).map(copied)) }
    return { [`trusted/${check.id}`]: { delayMs: 10, mock: { answers: 'value', value } } }
  }
  const isTaken: Record<string, Mock> = { hand_over: takes(100) }
  return [
    {
      id: 'large',
      title: 'A large company that a partner sent is handed over with its score',
      input: large?.input ?? null,
      mocks: { ...lastLeads('usual'), ...isTaken },
      expect: {
        verdicts: ['pass', 'pass'],
        outcome: 'succeeded',
        body: { lead: 'lead-1001', score: 100 },
        calls: { hand_over: 1 },
      },
    },
    {
      id: 'no_baseline',
      title: 'Without a baseline it works all the same',
      input: small?.input ?? null,
      mocks: { hand_over: takes(20) },
      expect: { plan: [{ action: 'hand_over', args: { score: 20 } }], outcome: 'succeeded' },
    },
    {
      id: 'drifted',
      title: 'Nothing leaves when the last leads are unlike those it was made for',
      input: large?.input ?? null,
      mocks: { ...lastLeads('drifted'), ...isTaken },
      expect: { verdicts: ['escalate'], outcome: 'bailed', calls: { hand_over: 0 } },
    },
    {
      id: 'sales_down',
      title: 'A person looks when sales does not take it',
      input: large?.input ?? null,
      mocks: { ...lastLeads('usual'), hand_over: refuses(422) },
      expect: { verdicts: ['pass', 'bail'], outcome: 'bailed' },
    },
  ]
}

const takes = (score: number): Mock => ({
  delayMs: 100,
  mock: { answers: 'value', value: { status: 200, body: { body: { score } } } },
})

const copied = ([field, values]: [string, readonly Json[]]): [string, Json] => [field, [...values]]
