import fc from 'fast-check'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { ProgramTraits } from './program.ts'
import { seldom } from './steps.ts'

type Acting = Pick<ProgramAction, 'call' | 'ensures' | 'probe' | 'totalSeconds' | 'undoOn'>

export const httpCall: ProgramAction['call'] = { uses: 'http', host: 'sandbox', method: 'POST', path: '/' }

const probe: fc.Arbitrary<ProgramAction['probe']> = fc
  .record({
    happened: fc.constantFrom('has(output.id)', 'false', 'output.id == ""', 'output.nothing', 'output.id'),
    gives: fc.constantFrom(undefined, { id: '{{ output.id }}' }, '{{ output.nothing }}'),
  })
  .map(({ happened, gives }) => ({
    call: { uses: 'http', host: 'sandbox', method: 'GET', path: '/' },
    happened,
    ...(gives === undefined ? {} : { gives }),
  }))

/** What it waits for; the world posts `go` now and then. */
const waits: fc.Arbitrary<ProgramAction['call']> = fc
  .oneof(
    fc.constantFrom<Extract<ProgramAction['call'], { uses: 'wait' }>['for'][]>(
      { type: 'duration', seconds: 3 },
      { type: 'duration', seconds: 'input.n * 0.5' },
      { type: 'duration', seconds: 'input.missing' },
      { type: 'until', time: '2023-11-14T22:13:25Z' },
      { type: 'until', time: 'soon' },
    ),
    fc.record({
      type: fc.constant('event' as const),
      event: fc.constant('go'),
      timeoutSeconds: fc.constantFrom(2, 30),
      onTimeout: fc.constantFrom('fail', 'go-on') as fc.Arbitrary<'fail' | 'go-on'>,
      match: fc.constantFrom('true', 'event.data > 2', 'event.data.missing'),
    }),
  )
  .map((what) => ({ uses: 'wait' as const, for: what }))

const calls = fc.oneof(
  { weight: 5, arbitrary: fc.constant(httpCall) },
  { weight: 2, arbitrary: waits },
  {
    weight: 1,
    arbitrary: fc.constant<ProgramAction['call']>({ uses: 'loop', loop: 'child', input: null }),
  },
)

/** What an action does, and what bounds it, where a program may hold any. */
export function acting(traits: ProgramTraits): { [K in keyof Acting]: fc.Arbitrary<Acting[K]> } {
  const { anyAction, ages } = traits
  return {
    call: anyAction ? calls : fc.constant(httpCall),
    ensures: anyAction ? seldom(fc.constantFrom('has(output.id)', 'output.id'), null) : fc.constant(null),
    probe: anyAction ? fc.oneof(fc.constant(null), probe) : fc.constant(null),
    totalSeconds: anyAction && ages ? seldom(fc.constantFrom(1, 6), null) : fc.constant(null),
    undoOn: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Acting['undoOn']>(['failed', 'uncertain']) },
      { weight: 1, arbitrary: fc.subarray<'failed' | 'uncertain'>(['failed', 'uncertain']) },
    ),
  }
}
