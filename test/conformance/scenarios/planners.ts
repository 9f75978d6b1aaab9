import type { HttpStrategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import type { TrialMock } from '../../../shared/sim/trial.ts'
import { fails, loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const steps = (...ids: string[]) => ids.map((id) => ({ id, action: id }))

const soon = { initialSeconds: 0.02, factor: 2, maxSeconds: 1, jitter: 'none' as const }

/** Asks the target for a plan. */
const asking: HttpStrategy = {
  type: 'http',
  host: 'target',
  path: '/plan',
  headers: { 'x-run': '{{ run.id }}' },
  retry: { maxAttempts: 3, ...soon },
}

const proposal = (...proposed: Json[]): TrialMock => ({
  delayMs: 10,
  mock: {
    answers: 'value',
    value: {
      contract: 'pavane.planner/1',
      planner: { name: 'oracle', version: '3' },
      steps: proposed,
      rationale: ['It said so.'],
    },
  },
})

export const planners = [
  scenario({
    shows: 'follows the plan of an external planner',
    graph: loop('asked', { strategy: asking, actions: { call: {}, write: {} } }),
    mocks: {
      plan: proposal(
        { id: 'one', action: 'write', args: { n: 1 } },
        { id: 'two', action: 'call', args: { of: null }, bindings: { '/of': 'steps.one.output' } },
      ),
    },
  }),
  scenario({
    shows: 'asks an external planner again that failed',
    graph: loop('asked-again', { strategy: asking, actions: { call: {} } }),
    mocks: { plan: fails(503, 2) },
  }),
  scenario({
    shows: 'says what is wrong with a plan, asks again, and gives up after so many asks',
    graph: loop('asked-in-vain', { strategy: asking, planner: { asks: 2 }, actions: { call: {} } }),
    mocks: { plan: proposal({ id: 'one', action: 'nowhere' }) },
  }),
  scenario({
    shows: 'acts when the host that it takes for granted answers',
    graph: loop('reachable', {
      strategy: sequence('call'),
      planner: { assumes: [{ type: 'reachable', host: 'target' }] },
      actions: { call: {} },
    }),
  }),
  scenario({
    shows: 'searches for the cheapest way to what is wanted',
    graph: loop('goal', {
      strategy: {
        type: 'goal',
        want: ['delivered'],
        candidates: steps('courier', 'pack', 'post'),
        minimise: 'cost',
      },
      actions: {
        courier: { gives: ['delivered'], costUsd: 2 },
        pack: { gives: ['packed'], costUsd: 0.2 },
        post: { gives: ['delivered'], needs: 'has(facts.packed)', costUsd: 0.5 },
      },
    }),
  }),
  scenario({
    shows: 'takes the bail route when nothing leads to what is wanted',
    graph: loop('goal-none', {
      strategy: {
        type: 'goal',
        want: ['delivered'],
        candidates: steps('post'),
        minimise: 'steps',
      },
      actions: { post: { gives: ['delivered'], needs: 'has(facts.packed)' } },
    }),
  }),
  scenario({
    shows: 'draws among the options that can be drawn',
    graph: loop('choice', {
      strategy: {
        type: 'choice',
        options: [
          { id: 'never', weight: 0, steps: steps('call') },
          { id: 'closed', weight: 5, when: 'input.n > 10', steps: steps('call') },
          { id: 'only', weight: 1, steps: steps('write') },
        ],
      },
      actions: { call: {}, write: {} },
    }),
    input: { n: 4 },
  }),
  scenario({
    shows: 'joins the plans of several planners',
    graph: loop('federation', {
      strategy: {
        type: 'federation',
        combine: 'merge',
        members: [
          { id: 'first', strategy: { type: 'sequence', steps: steps('call') } },
          { id: 'second', strategy: { type: 'sequence', steps: steps('write') } },
        ],
      },
      actions: { call: {}, write: {} },
      limits: { parallelism: 1 },
    }),
  }),
  scenario({
    shows: 'rejects a plan that breaks the rails',
    graph: loop('rails', {
      strategy: sequence('call', 'write'),
      planner: {
        rails: {
          inputs: [{ id: 'n', label: 'n', expr: 'input.n' }],
          rules: [{ id: 'quiet', cells: ['it > 2'], never: ['call'], message: 'Do not call.' }],
        },
      },
      actions: { call: {}, write: {} },
    }),
    input: { n: 4 },
  }),
  scenario({
    shows: 'does not act on a plan that takes for granted what is not so',
    graph: loop('assumption', {
      strategy: sequence('call'),
      planner: { assumes: [{ type: 'holds', expr: 'input.open', message: 'It has to be open.' }] },
      actions: { call: {} },
    }),
    input: { open: false },
  }),
  scenario({
    shows: 'stops when the same calls bring the same results again and again',
    graph: loop('repeats', {
      strategy: sequence('call'),
      actions: { call: {} },
      verifier: { checks: [{ type: 'rule', id: 'never', expr: 'run.iteration > 100', onFail: 'replan' }] },
      routes: { replan: 'plan' },
      limits: { iterations: 20, repeats: 3 },
    }),
  }),
  scenario({
    shows: 'waits before it plans again what brought nothing',
    graph: loop('backoff', {
      strategy: sequence('call'),
      actions: { call: {} },
      verifier: { checks: [{ type: 'rule', id: 'third', expr: 'run.iteration >= 3', onFail: 'replan' }] },
      routes: { replan: 'plan' },
      limits: { iterations: 4, backoffSeconds: 0.1, backoffMaxSeconds: 0.2 },
    }),
  }),
]
