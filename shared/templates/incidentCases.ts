import type { Case } from '../graph/case.ts'
import type { Json } from '../json.ts'
import { answersInTurn, refuses } from './answers.ts'

const healthy = { service: 'checkout', healthy: true }
const ill = { service: 'checkout', healthy: false }

/** What an incident comes to, by the samples in their order: a high alert, a low one. */
export const incidentCases = ([high, low]: readonly { input: Json }[]): Case[] => [
  {
    id: 'one_restart',
    title: 'A restart that helps is all that is done',
    input: high?.input ?? null,
    mocks: { check_health: answersInTurn(healthy) },
    expect: {
      plan: ['restart', 'health'],
      verdicts: ['pass'],
      outcome: 'succeeded',
      body: { service: 'checkout', tries: 1 },
      calls: { restart: 1, roll_back: 0 },
    },
  },
  {
    id: 'recovered_by_itself',
    title: 'A low alert is first looked into, and nothing is restarted when it is over',
    input: low?.input ?? null,
    mocks: { check_health: answersInTurn(healthy) },
    expect: { plan: ['health'], outcome: 'succeeded', calls: { restart: 0 } },
  },
  {
    id: 'second_try',
    title: 'It is tried again when the first restart does not help',
    input: high?.input ?? null,
    mocks: { check_health: answersInTurn(ill, healthy) },
    expect: { verdicts: ['replan', 'pass'], outcome: 'succeeded', body: { tries: 2 }, calls: { restart: 2 } },
  },
  {
    id: 'hopeless',
    title: 'After three tries every restart is rolled back',
    input: high?.input ?? null,
    mocks: { check_health: answersInTurn(ill) },
    expect: {
      verdicts: ['replan', 'replan', 'rollback'],
      outcome: 'rolled-back',
      calls: { restart: 3, roll_back: 3 },
      notUndone: [],
    },
  },
  {
    id: 'cannot_restart',
    title: 'When no restart can be made, the run stops without success',
    input: high?.input ?? null,
    mocks: { restart: refuses(403) },
    expect: { outcome: 'rolled-back', calls: { check_health: 0, roll_back: 0 } },
  },
]
