import type { CheckOf } from '../../../shared/graph/nodes/check.ts'
import type { JsonObject } from '../../../shared/json.ts'
import type { Baseline } from '../../../shared/verify/drift/baseline.ts'
import { makeBaseline } from '../../../shared/verify/drift/makeBaseline.ts'
import { loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const usual = {
  amount: { as: 'number' as const, values: Array.from({ length: 40 }, (_, n) => n % 20) },
  plan: { as: 'category' as const, values: Array.from({ length: 40 }, (_, n) => (n % 2 ? 'pro' : 'free')) },
}

const check: CheckOf<'drift'> = {
  type: 'drift',
  id: 'usual',
  baseline: 'orders',
  fields: [
    // One value can't be far off by chance less than one time in ten, so the bar is low.
    { name: 'amount', value: 'input.amount', as: 'number', test: 'ks', threshold: 0.2 },
    { name: 'plan', value: 'input.plan', as: 'category' },
  ],
  minSamples: 1,
  onFail: 'bail',
}

const watching = (name: string) =>
  loop(name, {
    strategy: sequence('call'),
    actions: { call: { call: { uses: 'transform', value: 1 } } },
    verifier: { checks: [check] },
  })

const approved: Baseline = {
  name: 'orders',
  version: 1,
  ...makeBaseline('orders', usual),
  from: { type: 'values' },
  createdAt: 0,
  createdBy: 'somebody',
  approvedBy: 'somebody else',
  note: '',
}

/** What the host knows: the baseline, and a window that holds what this run observed alone. */
const knows = (baseline: Baseline | null, { amount, plan }: { amount: number; plan: string }) => {
  const value: JsonObject = { baseline, window: { amount: [amount], plan: [plan] } }
  return { 'check/usual': { delayMs: 10, mock: { answers: 'value' as const, value } } }
}

const [far, near] = [
  { amount: 500, plan: 'pro' },
  { amount: 7, plan: 'pro' },
]

export const drift = [
  scenario({
    shows: 'does not pass on a baseline that there is not',
    graph: watching('no-baseline'),
    input: near,
    mocks: knows(null, near),
  }),
  scenario({
    shows: 'passes what is as in the baseline, and says which',
    graph: watching('no-drift'),
    input: near,
    baselines: { orders: usual },
    mocks: knows(approved, near),
  }),
  scenario({
    shows: 'bails when what comes in has drifted',
    graph: watching('drifted'),
    input: far,
    baselines: { orders: usual },
    mocks: knows(approved, far),
  }),
]
