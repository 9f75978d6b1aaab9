import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect } from '../../../shared/engine/effect.ts'
import { pending } from '../../../shared/engine/pending.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { type Drive, give } from '../../support/drive.ts'
import { accept, after, given, owed, run, settle, startAt } from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const resources = ['a', 'b', 'c']

/** Two steps at once, each of which holds the resources that the input names for it, in the order in which it names them. */
const program = aProgram({
  actions: {
    one: anAction({ leases: ['{{ input.one[0] }}', '{{ input.one[1] }}', '{{ input.one[2] }}'] }),
    two: anAction({ leases: ['{{ input.two[0] }}', '{{ input.two[1] }}', '{{ input.two[2] }}'] }),
  },
  strategy: stepsInAnyOrder(aStep('first', { action: 'one' }), aStep('second', { action: 'two' })),
})

type Waiter = { run: number; effect: string; ttlMs: number }

/** What the `Lease` objects do: one holder each, first come, first served, tokens that only grow. */
class Leases {
  readonly #held = new Map<string, { token: number; run: number }>()
  readonly #queues = new Map<string, Waiter[]>(resources.map((name) => [name, []]))
  readonly #tokens = new Map<string, number>()

  ask(resource: string, waiter: Waiter) {
    this.#queues.get(resource)?.push(waiter)
    return this.next(resource)
  }

  release(resource: string, token: number) {
    if (this.#held.get(resource)?.token === token) this.#held.delete(resource)
    return this.next(resource)
  }

  withdraw(effect: string) {
    for (const [resource, queue] of this.#queues)
      this.#queues.set(
        resource,
        queue.filter((waiter) => waiter.effect !== effect),
      )
  }

  next(resource: string) {
    if (this.#held.has(resource)) return null
    const waiter = this.#queues.get(resource)?.shift()
    if (!waiter) return null
    const token = (this.#tokens.get(resource) ?? 0) + 1
    this.#tokens.set(resource, token)
    this.#held.set(resource, { token, run: waiter.run })
    return { ...waiter, token }
  }
}

/** Runs that share resources, moved one thing at a time. */
class Runs {
  readonly drives: Drive[]
  readonly #leases = new Leases()
  readonly #asked = new Set<string>()

  constructor(inputs: { one: string[]; two: string[] }[]) {
    this.drives = inputs.map((input, index) => {
      const run = `probe.0.00000000-0000-7000-8000-${String(index).padStart(12, '0')}`
      return give(
        { program, log: [], state: initialState, at: startAt, sent: [], turns: [] },
        accept(input, { run }),
      )
    })
  }

  /** What could be done next. Nothing, though runs are left, is a deadlock. */
  moves(): { run: number; effect: Effect }[] {
    return this.drives.flatMap(({ state }, run) =>
      pending(program, state)
        .filter(({ kind, id }) => kind !== 'timer' && !this.#asked.has(id))
        .map((effect) => ({ run, effect })),
    )
  }

  move({ run, effect }: { run: number; effect: Effect }) {
    const at = this.#at(run)
    switch (effect.kind) {
      case 'acquire-lease': {
        this.#asked.add(effect.id)
        const waiter = { run, effect: effect.id, ttlMs: effect.ttlMs }
        return this.#grant(effect.resource, this.#leases.ask(effect.resource, waiter))
      }
      case 'release-lease': {
        const { resource, token } = effect
        this.#give(run, { type: 'confirm-lease-release', at, resource, token })
        return this.#grant(resource, this.#leases.release(resource, token))
      }
      case 'action': {
        const { id, iteration, step, attempt } = effect
        const result = { ok: true, output: {} } as const
        return this.#give(run, { type: 'settle-step', at, effect: id, iteration, step, attempt, result })
      }
      default:
        throw new Error(`These runs owe no ${effect.kind}`)
    }
  }

  cancel(run: number) {
    this.#give(run, { type: 'cancel', at: this.#at(run), by: 'me', reason: '', compensate: false })
    const drive = this.drives[run]
    const owed = new Set(drive ? pending(program, drive.state).map(({ id }) => id) : [])
    for (const effect of this.#asked)
      if (drive && effect.startsWith(runOf(drive)) && !owed.has(effect)) this.#leases.withdraw(effect)
  }

  #grant(resource: string, granted: (Waiter & { token: number }) | null) {
    if (!granted) return
    const { run, effect, token, ttlMs } = granted
    const at = this.#at(run)
    this.#give(run, { type: 'grant-lease', at, effect, resource, token, until: at + ttlMs })
  }

  #give(run: number, command: Parameters<typeof give>[1]) {
    const drive = this.drives[run]
    if (drive) this.drives[run] = give(drive, command)
  }

  #at = (run: number) => (this.drives[run]?.at ?? 0) + 1
}

const runOf = ({ state }: Drive) => (state.status === 'new' ? '' : state.run)

const anOrder = fc.array(fc.constantFrom(...resources), { minLength: 3, maxLength: 3 })
const inputs = fc.array(fc.record({ one: anOrder, two: anOrder }), { minLength: 2, maxLength: 5 })

describe('runs that hold resources together', () => {
  it('all end, in whatever order their effects are done and whichever are cancelled: none waits for another in a circle', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.infiniteStream(fc.nat(1000)),
        fc.array(fc.nat(60), { maxLength: 2 }),
        (given, chances, cancels) => {
          const runs = new Runs(given)
          for (
            let turn = 0;
            runs.drives.some(({ state }) => state.status !== 'ended' || state.leases.length > 0);
            turn += 1
          ) {
            if (cancels.includes(turn)) {
              // That may have been the last that was left.
              runs.cancel(turn % given.length)
              continue
            }
            const moves = runs.moves()
            expect(moves.length, 'somebody can go on').toBeGreaterThan(0)
            const move = moves[(chances.next().value ?? 0) % moves.length]
            if (move) runs.move(move)
          }
        },
      ),
    )
  })
})

describe('a lease that is over', () => {
  const program = aProgram({
    actions: { act: anAction({ leases: ['zebra', 'door'] }) },
    strategy: stepsInAnyOrder(aStep('first')),
  })
  const grant = (resource: string, at: number, until: number) => ({
    type: 'grant-lease' as const,
    at: startAt + at,
    effect: `${run}/1/first/lease/${resource}`,
    resource,
    token: 1,
    until: startAt + until,
  })

  it('is acquired again before its step starts', () => {
    const waiting = after(program, accept(), grant('door', 10, 1000))
    given(waiting)
      .when(grant('zebra', 999, 9000))
      .emits('lease.granted', 'step.started')
    const over = given(waiting)
      .when(grant('zebra', 1000, 9000))
      .emits('lease.granted')
    expect(owed(over)).not.toContainEqual(expect.objectContaining({ kind: 'action' }))
  })
})

describe('the token of a lease', () => {
  it('is of the iteration whose step it goes with: one that an earlier iteration has still to give back does not', () => {
    const program = aProgram({
      actions: { act: anAction({ leases: ['door {{ run.iteration }}'] }) },
      verifiers: {
        verify: aVerifier({
          checks: [{ type: 'rule', id: 'again', expr: 'run.iteration > 1', onFail: 'replan' }],
        }),
      },
    })
    const grant = (iteration: number, token: number) => ({
      type: 'grant-lease' as const,
      at: startAt + iteration * 1000,
      effect: `${run}/${iteration}/first/lease/door ${iteration}`,
      resource: `door ${iteration}`,
      token,
      until: startAt + 100_000,
    })
    const second = after(program, accept(), grant(1, 4), settle('first'), grant(2, 9))
    expect(owed(second)).toContainEqual(
      expect.objectContaining({ kind: 'action', iteration: 2, leases: { 'door 2': 9 } }),
    )
  })
})
