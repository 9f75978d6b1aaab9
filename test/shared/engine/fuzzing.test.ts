import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Program } from '../../../shared/compile/program.ts'
import type { Command } from '../../../shared/engine/command.ts'
import { decide } from '../../../shared/engine/decide.ts'
import { RunEvent } from '../../../shared/engine/event.ts'
import { pending } from '../../../shared/engine/pending.ts'
import { replay } from '../../../shared/engine/replay.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { type Drive, driveOnce, give } from '../../support/drive.ts'
import { accept, run, startAt } from '../../support/given.ts'
import '../../support/fastCheck.ts'

const steps = [
  'one',
  'two',
  'three',
  'one[0]',
  'two[1]',
  'one[9999]',
  'one[',
  'nobody',
  '__proto__',
  'a/b',
  '',
]
const iteration = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(-1, 1.5, Number.NaN))
const attempt = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(-1, Number.POSITIVE_INFINITY))
const text = fc.oneof(fc.constantFrom('me', 'you', '\ud800', '{{ input }}'), fc.string({ unit: 'binary' }))
const effect = fc.oneof(
  fc.tuple(iteration, fc.constantFrom(...steps)).map(([number, step]) => `${run}/${number}/${step}`),
  fc.tuple(iteration, fc.constantFrom(...steps)).map(([number, step]) => `${run}/${number}/${step}/undo`),
  fc.tuple(iteration, fc.constantFrom(...steps)).map(([number, step]) => `${run}/${number}/${step}/probe`),
  fc
    .tuple(iteration, fc.constantFrom(...steps), fc.constantFrom('a', 'b', 'r5'))
    .map(([number, step, name]) => `${run}/${number}/${step}/lease/${name}`),
  text,
)
const asked = fc.oneof(
  fc.tuple(iteration, iteration).map(([number, ask]) => `${run}/${number}/plan/${ask}`),
  fc.tuple(iteration, iteration).map(([number, ask]) => `${run}/${number}/plan/${ask}/member0`),
  fc
    .tuple(fc.constantFrom('alpha', 'beta', 'A'), iteration)
    .map(([host, number]) => `${run}/reach/${host}/${number}`),
  effect,
)
/** Whatever a broken host might hand over: the types don't hold at run time. */
const garbage = fc.oneof(
  fc.record({ ok: fc.constant(true), output: fc.anything() }, { requiredKeys: ['ok'] }),
  fc.record({ ok: fc.constant(false), error: fc.anything() }, { requiredKeys: ['ok'] }),
  fc.record({
    ok: fc.constant(true),
    output: fc.json().map((json): unknown => JSON.parse(json)),
    costUsd: fc.double(),
  }),
)
const garbagePlan = fc.oneof(
  fc.record({ ok: fc.constant(true), proposal: fc.anything() }, { requiredKeys: ['ok'] }),
  fc.record({ ok: fc.constant(false), error: fc.anything() }, { requiredKeys: ['ok'] }),
)
const person = { by: text, reason: text }

const command: fc.Arbitrary<Command> = fc
  .tuple(
    fc.integer({ min: -10, max: 120_000 }).map((after) => startAt + after),
    fc.oneof(
      fc.record({
        type: fc.constant('settle-step'),
        effect,
        iteration,
        step: fc.constantFrom(...steps),
        attempt,
        result: garbage,
      }),
      fc.record({ type: fc.constant('settle-compensation'), effect, attempt, result: garbage }),
      fc.record({ type: fc.constant('settle-probe'), effect, attempt, result: garbage }),
      fc.record({
        type: fc.constant('signal'),
        id: text,
        name: fc.oneof(fc.constant('go'), text),
        data: fc.anything(),
        by: text,
      }),
      fc.record({ type: fc.constant('settle-plan'), effect: asked, attempt, result: garbagePlan }),
      fc.record({
        type: fc.constant('settle-reach'),
        effect: asked,
        reachable: fc.boolean(),
        message: text,
      }),
      fc.record({
        type: fc.constant('grant-lease'),
        effect,
        resource: fc.constantFrom('a', 'b', 'r5'),
        token: attempt,
        until: attempt,
      }),
      fc.record({
        type: fc.constant('confirm-lease-release'),
        resource: fc.constantFrom('a', 'b'),
        token: attempt,
      }),
      fc.record({ type: fc.constantFrom('tick', 'recover', 'admit') }),
      fc.record({
        type: fc.constant('decide-approval'),
        approval: fc.constantFrom(`${run}.1`, `${run}.2`, 'none'),
        decision: fc.constantFrom('grant', 'deny', 'edit', 'send-back'),
        changes: fc.constantFrom([], [{ step: 'a', args: {} }], [{ step: '__proto__', args: { a: 1 } }]),
        to: fc.constantFrom('plan', 'nothing'),
        feedback: text,
        by: text,
        note: fc.option(text),
        digest: text,
      }),
      fc.record({ type: fc.constantFrom('pause', 'resume'), ...person }),
      fc.record({ type: fc.constant('cancel'), ...person, compensate: fc.boolean() }),
      fc.record({
        type: fc.constant('accept'),
        run: fc.constant(run),
        input: fc.anything(),
        request: fc.constant({}),
        seed: fc.integer(),
        dedupeKey: fc.option(text),
        queued: fc.boolean(),
        parent: fc.constantFrom(undefined, undefined, null, {}, { run, effect: 'x', depth: 9, budget: {} }),
      }),
    ),
  )
  .map(([at, made]) => ({ at, ...made }) as Command)

type Move = { by: 'host' } | { by: 'fuzzer'; command: Command }
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Move>({ by: 'host' }) },
  { weight: 1, arbitrary: command.map((made): Move => ({ by: 'fuzzer', command: made })) },
)

describe('any command in any state', () => {
  it('is decided or refused, never thrown at, and what is recorded can be folded and is owed for', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(),
        fc.integer(),
        fc.boolean(),
        fc.array(move, { maxLength: 40 }),
        (program, seed, accepted, moves) => {
          let drive = empty(program)
          if (accepted) drive = give(drive, accept({ n: 5 }))
          for (const next of moves)
            drive =
              next.by === 'host'
                ? (driveOnce(drive, { seed, granting: 0.5 }) ?? drive)
                : give(drive, next.command)
          for (const event of drive.log) expect(RunEvent.safeParse(event).error).toBeUndefined()
          expect(replay(JSON.parse(JSON.stringify(drive.log)) as RunEvent[])).toEqual(drive.state)
          expect(pending(program, drive.state)).toBeInstanceOf(Array)
        },
      ),
    )
  })

  it('is refused before the run is accepted, and the accepted input is the one that is logged', () => {
    fc.assert(
      fc.property(arbitraryProgram(), command, (program, given) => {
        const decision = decide(program, initialState, given)
        const first = decision.ok ? decision.events[0]?.type : decision.rejection.code
        const possible = given.type === 'accept' ? ['run.accepted', 'input-invalid'] : ['not-accepted']
        expect(possible).toContain(first)
      }),
    )
  })
})

function empty(program: Program): Drive {
  return { program, log: [], state: initialState, at: startAt, sent: [], turns: [] }
}
