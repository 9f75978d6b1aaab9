import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { EffectResult } from '../../../shared/engine/command.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { prove } from '../../../shared/prove/prove.ts'
import type { Respond } from '../../../shared/sim/respond.ts'
import { createSimulation } from '../../../shared/sim/simulate.ts'
import { templates } from '../../../shared/templates/templates.ts'
import '../../support/fastCheck.ts'
import { withNode, withoutEdges } from '../../support/graphs.ts'
import { provenGraph } from '../../support/provenGraph.ts'
import { wholeOf } from '../../support/wholeOf.ts'

const compiled = (graph: Graph): Program => {
  const { program, diagnostics } = compile(graph)
  if (!program) throw new Error(JSON.stringify(diagnostics))
  return program
}

describe('the templates', () => {
  it.each(templates)('break nothing: $name', ({ graph }) => {
    const report = prove(compiled(graph), { maxStates: 20_000 })
    expect(report.violations.map(({ message }) => message)).toEqual([])
    expect(report.explored).toMatchObject({ complete: true, bound: null })
  })
})

describe('a proof', () => {
  const program = compiled(provenGraph)

  it('comes to the same each time', () => {
    const broken = compiled(withoutEdges(provenGraph, 'paid.bail'))
    expect(prove(broken, { maxStates: 5000 })).toEqual(prove(broken, { maxStates: 5000 }))
  })

  it('says which bound it hit, and then that nothing is proved', () => {
    const report = prove(program, { maxStates: 10 })
    expect(report.explored).toMatchObject({ complete: false, bound: 'More than 10 states.' })
    expect(report.violations).toEqual([])
    expect(new Set(report.properties.map(({ holds }) => holds))).toEqual(new Set([null]))
  })

  it('stops when it is told to, and says so', () => {
    const [large] = templates
    const seen: number[] = []
    const report = prove(compiled(large?.graph ?? provenGraph), {
      maxStates: 50_000,
      onProgress: (states) => seen.push(states),
      shouldStop: () => true,
    })
    expect(seen).toEqual([report.explored.states])
    expect(report.explored).toMatchObject({ complete: false, bound: 'It was stopped.' })
  })

  it('says which bounds it drew closer', () => {
    const graph = withNode(provenGraph, 'ask', { need: 5 })
    expect(prove(compiled(graph), { maxStates: 5000 }).explored.clamped).toContainEqual({
      what: 'people who must agree',
      from: 5,
      to: 2,
    })
  })

  it('takes a condition that reads the iteration both ways once there are more than it looks at', () => {
    const graph = withNode(provenGraph, 'paid', {
      checks: [{ type: 'rule', id: 'late', expr: 'run.iteration < 5', onFail: 'bail' }],
    })
    const { violations } = prove(compiled(graph), { maxStates: 5000 })
    expect(violations.map(({ at }) => at)).not.toContainEqual({ node: 'paid', route: 'bail' })
  })

  it('does not claim a stated property that reads what is not known', () => {
    const properties = [
      {
        id: 'own',
        title: 'Own',
        holds: '!has(steps.charge) || steps.charge.output > 1',
        at: 'always' as const,
      },
    ]
    const { properties: proved } = prove(program, { maxStates: 5000, properties })
    expect(proved.find(({ id }) => id === 'own')).toMatchObject({
      holds: null,
      note: 'It reads values that are not known.',
    })
  })

  it('shows the shortest run, with what it assumes', () => {
    const { violations } = prove(compiled(withoutEdges(provenGraph, 'ask.denied')), { maxStates: 5000 })
    const [first] = violations.filter(({ property }) => property === 'leaves-effects')
    expect(first?.choices.map(({ words }) => words)).toEqual([
      'a call comes in',
      '“reserve” succeeds',
      '“charge” succeeds',
      'approval “A person looks” is denied',
    ])
    expect(first?.choices.at(2)?.assumed).toEqual(['check “amount” can’t be made'])
    expect(first?.trace.at(-1)).toMatchObject({ type: 'run.ended', data: { outcome: 'bailed' } })
  })
})

const bodies: readonly Json[] = [
  {},
  { amount: 5 },
  { tracked: true, amount: 5 },
  { tracked: false, amount: 7 },
  null,
]
const failures: readonly EffectResult[] = [422, 503, 500].map((status) => ({
  ok: false,
  error: { class: 'http', message: '', status, retryable: status === 503, mayHaveHappened: status === 500 },
}))

/** A run of a world that answers as the seed has it. */
function runOf(program: Program, input: Json, seed: number): readonly RunEvent[] {
  const respond: Respond = (_effect, { random }) => {
    const roll = random()
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
    const result: EffectResult =
      roll < 0.6 ? { ok: true, output: { status: 200, body: pick(bodies) } } : pick(failures)
    return { result, afterMs: 100 + Math.floor(random() * 1000), lost: roll > 0.9 }
  }
  const simulation = createSimulation({
    program,
    input,
    seed,
    startAt: 0,
    trace: '0'.repeat(31).concat('1'),
    respond,
  })
  for (let step = simulation.step(); step; step = simulation.step()) {
    const { state } = simulation
    if (state.status !== 'active') continue
    for (const approval of state.approvals) {
      if (approval.status !== 'open' || (seed + approval.id.length) % 3 === 0) continue
      const decision = seed % 2 === 0 ? ('grant' as const) : ('deny' as const)
      simulation.send({
        type: 'decide-approval',
        approval: approval.id,
        decision,
        by: 'somebody',
        note: null,
        digest: approval.subject.digest,
      })
    }
  }
  return simulation.events
}

const loops: readonly { name: string; graph: Graph; inputs: readonly Json[] }[] = [
  {
    name: 'shop',
    graph: provenGraph,
    inputs: [
      { kind: 'goods', amount: 5, items: [] },
      { kind: 'service', amount: 7, items: [] },
    ],
  },
  ...templates.map(({ name, graph, samples }) => ({
    name,
    graph,
    inputs: samples.map(({ input }) => input),
  })),
]

describe.each(loops)('what was explored of $name', ({ graph, inputs }) => {
  const program = compiled(graph)
  const { ends, states, leading } = wholeOf(program)

  it('holds every end that a run comes to in a world that answers at random', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...inputs), (seed, input) => {
        const end = runOf(program, input, seed).findLast((event) => event.type === 'run.ended')
        if (end?.type !== 'run.ended') throw new Error('the run did not end')
        const { outcome, reason, node } = end.data
        expect([...ends]).toContain(`${outcome} ${reason} ${node}`)
      }),
    )
  })

  // Where states were taken for one that are not, a run would turn in a circle.
  it('leads to an end from each of its states', () => {
    expect(leading).toBe(states)
    expect(ends.size).toBeGreaterThan(2)
  })
})
