import fc from 'fast-check'
import { digest } from '../../../shared/audit/digest.ts'
import type { Program, ProgramAction, ProgramBody, ProgramVerifier } from '../../../shared/compile/program.ts'
import type { Assumption } from '../../../shared/graph/assumption.ts'
import type { VerifierGate } from '../../../shared/graph/nodes/verifier.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { Json } from '../../../shared/json.ts'
import { plainAction, plainPlanner, plainTrigger } from '../programs.ts'
import { acting, httpCall } from './acting.ts'
import { anyCheck, consequence } from './checks.ts'
import { assumptions, type PlannerParts, plannerParts } from './planners.ts'
import { actionIds, condition, mostlyTrue, seldom } from './steps.ts'

/** What the programs of a property may hold. */
export type ProgramTraits = {
  idempotency: readonly ProgramAction['idempotency'][]
  policies: boolean
  approvals: boolean
  leases: boolean
  /** Seconds; what a run may last. */
  durations: readonly number[]
  /** Planners that search, draw, ask and join, rails, and what plans take for granted. */
  anyPlanner: boolean
  /** How old what is known may be, waits between iterations, and time for all attempts: time decides. */
  ages: boolean
  /** Actions that wait, call other loops, ensure something or are probed. */
  anyAction: boolean
}

export const everything: ProgramTraits = {
  idempotency: ['native', 'keyed', 'none'],
  policies: true,
  approvals: true,
  leases: true,
  durations: [5, 60, 3600],
  anyPlanner: true,
  ages: true,
  anyAction: true,
}

const plannerIds = ['plan', 'again'] as const
const verifierIds = ['verify', 'second'] as const
const outcomeIds = ['done', 'undone', 'human', 'safe'] as const

const money = fc.constantFrom(0, 0.1, 0.5, 2)

function action(traits: ProgramTraits): fc.Arbitrary<ProgramAction> {
  const retry = fc.record({
    maxAttempts: fc.integer({ min: 1, max: 3 }),
    initialSeconds: fc.constantFrom(0, 1),
    factor: fc.constantFrom(1, 2),
    maxSeconds: fc.constantFrom(0, 4),
    jitter: fc.constantFrom('full' as const, 'none' as const),
    neverOn: seldom<'network'[], 'network'[]>(fc.constant(['network']), []),
    neverOnStatus: seldom<number[], number[]>(fc.constant([503]), []),
  })
  const undo = fc.constantFrom<ProgramAction['undo']>(
    null,
    { action: 'undo', args: { of: '{{ args }}' } },
    { action: 'undo', args: { id: '{{ output.id }}' } },
  )
  const leases = fc.subarray(['b', 'a', '{{ "r" + string(input.n) }}'])
  return fc
    .record({
      ...constants(plainAction),
      title: fc.constant('Act'),
      ...acting(traits),
      args: fc.constantFrom<ProgramAction['args'][]>(null, null, {
        type: 'object',
        properties: { n: { type: 'number' } },
      }),
      output: fc.constantFrom<ProgramAction['output'][]>(null, null, { type: 'object', required: ['id'] }),
      needs: fc.oneof(
        { weight: 12, arbitrary: fc.constant<string | null>(null) },
        { weight: 1, arbitrary: condition },
      ),
      gives: fc.subarray(['labelled', 'closed']),
      assumes: traits.anyPlanner ? assumptions(traits.ages) : fc.constant<Assumption[]>([]),
      freshSeconds: traits.ages ? seldom(fc.constantFrom(1, 30), null) : fc.constant(null),
      costUsd: money,
      risk: fc.constant('low' as const),
      reversibility: fc.constantFrom('pure', 'idempotent', 'compensable', 'irreversible') as fc.Arbitrary<
        ProgramAction['reversibility']
      >,
      idempotency: fc.constantFrom(...traits.idempotency),
      timeoutSeconds: fc.constantFrom(1, 5),
      retry,
      leases: traits.leases ? fc.oneof(fc.constant<string[]>([]), leases) : fc.constant<string[]>([]),
      undo,
      secrets: fc.constant<string[]>([]),
    })
    .map((made) => ({ ...made, reversibility: made.undo ? ('compensable' as const) : made.reversibility }))
}

const check = anyCheck(mostlyTrue)
const gate = fc.constantFrom<VerifierGate[]>(
  { expr: 'risk < 0.5' },
  { expr: 'conclusion == "pass" && size(checks) > 0', onFail: 'bail' },
  { expr: 'checks.gone', onFail: 'replan' },
)

function verifier(
  passes: readonly (string | null)[],
  others: readonly (string | null)[],
): fc.Arbitrary<ProgramVerifier> {
  const pass = fc.constantFrom(...passes)
  const route = fc.constantFrom(...others)
  const planner = fc.constantFrom(...plannerIds)
  const made = fc.record({
    title: fc.constant('Verify'),
    checks: fc
      .array(check, { maxLength: 3 })
      .map((checks) => checks.map((made, place) => ({ ...made, id: `check${place}` }))),
    onStepFailed: consequence,
    onStepUncertain: consequence,
    onInconclusive: consequence,
    escalateAtRisk: fc.option(fc.constantFrom(0.3, 0.9)),
    routes: fc.record({ pass, replan: planner, rollback: route, escalate: route, bail: route }),
  })
  return fc
    .tuple(made, seldom(fc.constantFrom(0.2, 1), undefined), seldom(gate, undefined))
    .map(([node, bailAtRisk, last]) => ({
      ...node,
      ...(bailAtRisk === undefined ? {} : { bailAtRisk }),
      ...(last === undefined ? {} : { gate: last }),
    }))
}

const policy: fc.Arbitrary<Policy> = fc
  .record({
    at: fc.constantFrom('input', 'plan', 'step', 'output', 'verdict') as fc.Arbitrary<Policy['at']>,
    when: condition,
    effect: fc.constantFrom('deny', 'require-approval', 'flag', 'redact') as fc.Arbitrary<Policy['effect']>,
    mode: seldom(fc.constant<Policy['mode']>('dry-run'), 'enforce' as const),
    redact: fc.subarray(['/n', '/id', '/of/*', '/text'], { minLength: 1 }),
    on: fc.option(fc.subarray(['plan', 'label', 'reply', 'verify']), { nil: undefined, freq: 2 }),
    deadlineSeconds: fc.constantFrom(1, 30),
  })
  .map(({ on, ...made }) => ({
    id: 'p',
    title: 'Policy',
    message: 'It says so.',
    ...(on ? { on } : {}),
    ...made,
  }))

/** Random programs, of up to two stages and two layers of verification, whose every reference leads somewhere. */
export function arbitraryProgram(traits: ProgramTraits = everything): fc.Arbitrary<Program> {
  const others = [...plannerIds, ...outcomeIds, null, ...(traits.approvals ? ['ask'] : [])]
  const passes = ['second', 'verify', 'again', 'done', 'done']
  // A person who is asked again at once, for ever, is bounded by the run's duration alone.
  const route = fc.constantFrom(...plannerIds, ...outcomeIds, null)
  return fc
    .record({
      actions: fc.tuple(...actionIds.map(() => action(traits)), action(traits)),
      planners: fc.tuple(plannerParts(traits), plannerParts(traits)),
      maxAgeSeconds: traits.ages ? seldom(fc.constantFrom(1, 40), null) : fc.constant(null),
      verifiers: fc.tuple(verifier(passes, others), verifier(passes, others)),
      need: fc.integer({ min: 1, max: 2 }),
      routes: fc.record({ granted: route, denied: route, expired: route }),
      to: fc.constantFrom('plan', 'plan', 'plan', 'plan', traits.approvals ? 'ask' : 'plan'),
      policies: fc.oneof(
        { weight: 2, arbitrary: fc.constant<Policy[]>([]) },
        { weight: 1, arbitrary: fc.array(policy, { maxLength: traits.policies ? 3 : 0 }) },
      ),
      quality: fc.constantFrom<ProgramBody['trigger']['quality'][]>(
        [],
        [{ id: 'q', when: 'input.n > 3', effect: 'flag' as const, message: 'Small' }],
      ),
      body: fc.constantFrom<Json>(null, { at: '{{ run.iteration }}', did: '{{ steps }}' }, '{{ nope }}'),
      limits: fc.record({
        iterations: fc.integer({ min: 1, max: 5 }),
        durationSeconds: fc.constantFrom(...traits.durations),
        costUsd: fc.constantFrom(1, 10, 100),
        steps: fc.constantFrom(2, 4, 30, 30, 30),
        parallelism: fc.integer({ min: 1, max: 3 }),
        queue: fc.constant(10),
        repeats: fc.constantFrom(2, 1000),
        backoffSeconds: traits.ages ? fc.constantFrom(0, 2) : fc.constant(0),
        backoffMaxSeconds: fc.constantFrom(3, 60),
      }),
    })
    .map((made) => assemble(made))
}

type Parts = {
  actions: ProgramAction[]
  planners: PlannerParts[]
  maxAgeSeconds: number | null
  verifiers: ProgramVerifier[]
  need: number
  routes: ProgramBody['approvals'][string]['routes']
  to: string
  policies: Policy[]
  quality: ProgramBody['trigger']['quality']
  body: Json
  limits: ProgramBody['limits']
}

function assemble(parts: Parts): Program {
  const { actions, planners, verifiers, need, routes, to, policies, quality, limits } = parts
  const outcome = { title: 'End', status: 'bailed' as const, body: parts.body }
  const ask = {
    title: 'Ask',
    approvers: ['approver' as const],
    need,
    deadlineSeconds: 20,
    show: null,
    routes,
  }
  const body: ProgramBody = {
    format: 'pavane.program/1',
    name: 'probe',
    title: 'Probe',
    trigger: {
      node: 'start',
      to,
      ...plainTrigger,
      input: { type: 'object', required: ['n'] },
      quality,
      maxAgeSeconds: parts.maxAgeSeconds,
    },
    planners: Object.fromEntries(
      plannerIds.map((id, place) => [
        id,
        {
          ...plainPlanner,
          title: id,
          ...(planners[place] ?? { strategy: { type: 'sequence' as const, steps: [] } }),
          actions: [...actionIds],
          verifier: verifierIds[place] ?? 'verify',
        },
      ]),
    ),
    actions: Object.fromEntries(
      [...actionIds, 'undo'].flatMap((id, place) => {
        const made = actions[place]
        if (!made) return []
        // An undo is not undone, and takes what it is given.
        return [
          [
            id,
            id === 'undo'
              ? {
                  ...made,
                  ...plainAction,
                  probe: made.probe,
                  call: httpCall,
                  undo: null,
                  args: null,
                  leases: [],
                }
              : made,
          ],
        ]
      }),
    ),
    verifiers: Object.fromEntries(
      verifierIds.flatMap((id, place) => (verifiers[place] ? [[id, verifiers[place]]] : [])),
    ),
    approvals: { ask },
    outcomes: Object.fromEntries(
      outcomeIds.map((id) => [id, id === 'done' ? { ...outcome, status: 'succeeded' as const } : outcome]),
    ),
    policies: policies.map((made, place) => ({ ...made, id: `p${place}` })),
    limits,
  }
  return { version: digest(body as unknown as Json), ...body }
}

function constants<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  const made = Object.entries(values).map(([key, value]) => [key, fc.constant(value)])
  return Object.fromEntries(made) as { [K in keyof T]: fc.Arbitrary<T[K]> }
}
