import type { Case } from '../graph/case.ts'
import type { Json } from '../json.ts'
import { answers } from './answers.ts'

const charge = (amount: number) => answers(200, { id: 'ch_1', amount, currency: 'usd', refunded: 0 })
const paid = (amount: number) => answers(201, { id: 're_1', amount, currency: 'usd', status: 'succeeded' })

/** What a refund has to do and to leave alone, by the samples in their order: small, approved, over every limit, more than was charged. */
export const refundCases = ([small, large, huge, tooMuch]: readonly { input: Json }[]): Case[] => [
  {
    id: 'small',
    title: 'A small refund is paid at once',
    input: small?.input ?? null,
    mocks: { get_charge: charge(4200), create_refund: paid(4200) },
    decisions: 'none',
    expect: {
      plan: [
        { action: 'get_charge', args: { charge: 'ch_A1001_4200' } },
        { action: 'create_refund', args: { amount: 4200, currency: 'usd' } },
      ],
      verdict: 'pass',
      outcome: 'succeeded',
      body: { order: 'A1001', refund: 're_1', amount: 4200 },
      calls: { create_refund: 1, cancel_refund: 0 },
    },
  },
  {
    id: 'approved',
    title: 'Over 100.00 it is paid when a person approves',
    input: large?.input ?? null,
    mocks: { get_charge: charge(45_000), create_refund: paid(45_000) },
    decisions: 'grant',
    expect: { outcome: 'succeeded', body: { amount: 45_000 }, calls: { create_refund: 1 } },
  },
  {
    id: 'denied',
    title: 'Over 100.00 nothing is paid when a person denies',
    input: large?.input ?? null,
    mocks: { get_charge: charge(45_000) },
    decisions: 'deny',
    expect: { verdict: 'rollback', outcome: 'rolled-back', calls: { create_refund: 0 } },
  },
  {
    id: 'over_every_limit',
    title: 'Over 1,000.00 nothing is paid, whoever approves',
    input: huge?.input ?? null,
    mocks: { get_charge: charge(250_000) },
    decisions: 'grant',
    expect: { outcome: 'rolled-back', calls: { create_refund: 0 } },
  },
  {
    id: 'more_than_charged',
    title: 'More than was charged goes to a person',
    input: tooMuch?.input ?? null,
    mocks: { get_charge: charge(5000) },
    expect: { verdict: 'escalate', outcome: 'bailed', calls: { create_refund: 0 } },
  },
  {
    id: 'wrong_amount',
    title: 'Another amount than was asked for is taken back',
    input: small?.input ?? null,
    mocks: { get_charge: charge(4200), create_refund: paid(1) },
    expect: {
      verdict: 'rollback',
      outcome: 'rolled-back',
      calls: { create_refund: 1, cancel_refund: 1 },
      notUndone: [],
    },
  },
  {
    id: 'no_amount',
    title: 'A request without an amount is refused',
    input: { order: 'A1001', charge: 'ch_A1001_4200', currency: 'usd', reason: 'Lost' },
    mocks: {},
    expect: { refused: 'input-invalid' },
  },
]
