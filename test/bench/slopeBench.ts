import { hash } from 'node:crypto'
import { hashWith } from '../../shared/audit/digest.ts'
import { compile } from '../../shared/compile/compile.ts'
import type { Command } from '../../shared/engine/command.ts'
import { initialState } from '../../shared/engine/state.ts'
import { type TurnStart, takeTurn } from '../../shared/engine/takeTurn.ts'
import { medianOf } from './measure.ts'
import { unitLoop } from './unitLoop.ts'

const iterations = 1000
const parts = 10
const rounds = 5

type Line = (what: string, measured: string, compared?: string) => void

/**
 * What an event costs as a run of a thousand iterations goes on: decided, sealed, folded and turned into what is owed, as the shard does
 * it. The slope is that of the line through the tenths of the run, by least squares, as a share of the mean for every thousand events.
 */
export function benchSlope(line: Line): void {
  hashWith((text) => `sha256:${hash('sha256', text, 'hex')}`)
  runOnce()
  const all = Array.from({ length: rounds }, runOnce)
  const events = all[0]?.events ?? 0
  const costs = Array.from({ length: parts }, (_, part) =>
    medianOf(all.map(({ costs: each }) => each[part] ?? 0)),
  )
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / parts
  const slope = (slopeOf(costs) / mean / (events / parts)) * 1000
  const us = (value: number) => `${(value * 1000).toFixed(1)} µs`
  line(
    `an event of a run of ${events} events`,
    us(mean),
    `slope ${(slope * 100).toFixed(2)} % per 1,000 events (first tenth ${us(costs[0] ?? 0)}, last ${us(costs.at(-1) ?? 0)})`,
  )
  line('an iteration of it', `${((mean * events) / iterations).toFixed(3)} ms`)
}

/** The milliseconds of an event in each part of a run. */
function runOnce(): { events: number; costs: number[] } {
  const { program } = compile(unitLoop)
  if (!program) throw new Error('The unit loop does not compile.')
  const input = { task: 'alpha beta gamma delta', kind: 'fn', iters: iterations }
  const request = { source: 'simulation' as const, method: 'POST', headers: {}, by: null }
  const run = 'unit-loop.0.00000000-0000-7000-8000-000000000000'
  let next: Command = { type: 'accept', at: 1, run, input, request, seed: 1, dedupeKey: null }
  let at: TurnStart = { program, state: initialState, head: null, trace: 'a'.repeat(32) }
  const spent = Array.from({ length: parts }, () => ({ ms: 0, events: 0 }))
  let events = 0
  while (at.state.status !== 'ended') {
    const began = performance.now()
    const turn = takeTurn(at, next)
    if ('code' in turn) throw new Error(turn.message)
    const iteration = turn.state.status === 'new' ? 1 : (turn.state.iteration?.number ?? 1)
    const part = spent[Math.min(parts - 1, Math.floor((iteration * parts) / (iterations + 1)))]
    if (part) {
      part.ms += performance.now() - began
      part.events += turn.events.length
    }
    events += turn.events.length
    at = { ...at, state: turn.state, head: turn.events.at(-1) ?? at.head }
    next = { type: 'tick', at: 1 }
  }
  return { events, costs: spent.map(({ ms, events: count }) => ms / count) }
}

function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let over = 0
  let under = 0
  for (const [place, value] of values.entries()) {
    over += (place - middle) * (value - mean)
    under += (place - middle) ** 2
  }
  return over / under
}
