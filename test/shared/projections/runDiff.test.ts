import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Json } from '../../../shared/json.ts'
import { diffRuns, isDifferent, type RunDiff } from '../../../shared/projections/runDiff.ts'
import { mockResponder } from '../../../shared/sim/mockResponder.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const trace = 'c'.repeat(32)

function logOf(program = aProgram(), input: Json = {}, seed = 1, startAt = 1_767_225_600_000): RunEvent[] {
  return simulate({ program, input, seed, startAt, trace, respond: mockResponder() }).events
}

/** A loop that greets whoever the input names, until it has been done so often. */
const greeting = ({ passes = 'run.iteration > 1', steps = ['first'] } = {}) =>
  aProgram({
    actions: { act: anAction({ costUsd: 0.25 }) },
    strategy: stepsInAnyOrder(...steps.map((id) => aStep(id, { args: { who: '{{ input.who }}' } }))),
    verifiers: {
      verify: aVerifier({ checks: [{ type: 'rule', id: 'enough', expr: passes, onFail: 'replan' }] }),
    },
  })

/** Every pair that differs: where, what, on which sides, and in what. */
const told = (diff: RunDiff) =>
  diff.sections.flatMap(({ iteration, pairs }) =>
    pairs
      .filter(isDifferent)
      .map(({ kind, name, a, b, changed }) => [
        iteration,
        [kind, name].filter(Boolean).join(' '),
        a && b ? changed.join(', ') : a ? 'only A' : 'only B',
      ]),
  )

const mirrored = ({ sections, differences }: RunDiff): RunDiff => ({
  differences,
  sections: sections.map(({ a, b, pairs, ...rest }) => ({
    ...rest,
    a: b,
    b: a,
    pairs: pairs.map((pair) => ({ ...pair, a: pair.b, b: pair.a })),
  })),
})

describe('the difference of two runs', () => {
  it('is nothing for a log and itself, and for the same run at another time', () => {
    fc.assert(
      fc.property(anyProgram, fc.integer(), (program, seed) => {
        const log = logOf(program, {}, seed)
        expect(told(diffRuns(log, log))).toEqual([])
        expect(diffRuns(log, log).differences).toBe(0)
      }),
    )
    const program = greeting()
    expect(told(diffRuns(logOf(program), logOf(program, {}, 1, 1_800_000_000_000)))).toEqual([])
  })

  it('mirrors when the sides are swapped, and tells every entry of both once', () => {
    fc.assert(
      fc.property(anyProgram, anyProgram, fc.integer(), (one, other, seed) => {
        const [a, b] = [logOf(one, { n: 1 }, seed), logOf(other, { n: 2 }, seed)]
        const diff = diffRuns(a, b)
        expect(diffRuns(b, a)).toEqual(mirrored(diff))
        const keys = diff.sections.flatMap(({ iteration, pairs }) =>
          pairs.map(({ key }) => `${iteration} ${key}`),
        )
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('names the arguments that another input brought, where they were planned and where they were sent', () => {
    const program = greeting({ passes: 'true' })
    expect(told(diffRuns(logOf(program, { who: 'Ada' }), logOf(program, { who: 'Bob' })))).toEqual([
      [0, 'input', 'input'],
      [1, 'plan plan', 'steps'],
      [1, 'step first', 'args'],
    ])
  })

  it('tells a step and an iteration that one run alone had, with the verdict that brought it about', () => {
    const once = logOf(greeting({ passes: 'true', steps: ['first', 'second'] }), { who: 'Ada' })
    const twice = logOf(greeting(), { who: 'Ada' })
    const diff = diffRuns(once, twice)
    expect(told(diff)).toEqual([
      [1, 'plan plan', 'order, steps'],
      [1, 'step second', 'only A'],
      [1, 'check verify · enough', 'result, message, evidence'],
      [1, 'verdict verify', 'verdict, reasons, risk, to'],
      [2, 'plan plan', 'only B'],
      [2, 'step first', 'only B'],
      [2, 'check verify · enough', 'only B'],
      [2, 'verdict verify', 'only B'],
    ])
    expect(diff.sections.map(({ a, b }) => [a?.costUsd, b?.costUsd])).toEqual([
      [0.5, 0.5],
      [0.5, 0.25],
      [undefined, 0.25],
    ])
  })

  it('of ten thousand events takes no longer than it takes to read them', () => {
    const log = logOf(greeting({ passes: 'true' }), { who: 'Ada' })
    const start = log.find((event) => event.type === 'step.started')
    if (start?.type !== 'step.started') throw new Error('No step started')
    const signals = Array.from(
      { length: 10_000 },
      (_, n): RunEvent => ({
        ...start,
        type: 'signal.received',
        data: { id: `${n}`, name: 'ping', data: n, by: 'ada' },
      }),
    )
    const before = performance.now()
    expect(diffRuns([...log, ...signals], log).differences).toBe(10_000)
    expect(performance.now() - before).toBeLessThan(2_000)
  })
})
