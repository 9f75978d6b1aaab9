import type { Command } from '../../../shared/engine/command.ts'
import type { PlanEffect } from '../../../shared/engine/effect.ts'
import { jitter } from '../../../shared/engine/retry.ts'
import type { Json } from '../../../shared/json.ts'
import {
  type ContractStep,
  PlannerRequest,
  type PlannerResponse,
  plannerContract,
} from '../../../shared/plan/contract.ts'

type PlannerResult = Extract<Command, { type: 'settle-plan' }>['result']

/**
 * What an external planner of the world answers: a function of the seed, the effect and the attempt. It plans well, breaks the contract,
 * uses what it may not, reads what is not there, has no plan, fails or says nothing.
 */
export function plannerAnswer(seed: number, { id, attempt, request }: PlanEffect): PlannerResult {
  const asked = PlannerRequest.parse(request)
  const chance = jitter(seed, `${id}?`, attempt)
  if (chance < 0.15) return failed(chance < 0.1)
  if (chance < 0.25) return { ok: true, proposal: malformed(chance) }
  if (chance < 0.3) return { ok: true, proposal: { ...base, noPlan: 'Nothing can be done.' } }
  const steps = stepsFrom(asked, (name) => jitter(seed, `${id} ${name}`, attempt))
  const plan: PlannerResponse = { ...base, steps, rationale: ['It seemed best.'], expected: { done: true } }
  return { ok: true, proposal: plan as unknown as Json }
}

const base = { contract: plannerContract, planner: { name: 'world', version: '7' } } as const

function failed(retryable: boolean): PlannerResult {
  return {
    ok: false,
    error: { class: 'timeout', message: 'No answer', retryable, mayHaveHappened: false, retryAfterMs: 1500 },
  }
}

function malformed(chance: number): Json {
  if (chance < 0.17) return 'not even an object'
  if (chance < 0.2) return { ...base, steps: [{ id: 'not an id', action: 'label' }], rationale: [] }
  if (chance < 0.22) return { ...base, contract: 'pavane.planner/2', steps: [], rationale: [] }
  return { ...base, steps: [], rationale: [], secret: '{{ secrets.key }}' }
}

/** Plans of up to three steps: mostly sound, and once in a while with something that the contract or the loop does not allow. */
function stepsFrom({ actions }: PlannerRequest, draw: (name: string) => number): ContractStep[] {
  const ids = ['one', 'two', 'three'].slice(0, Math.floor(draw('count') * 4))
  return ids.map((id, place) => {
    const pick = (name: string, of: number) => Math.floor(draw(`${id} ${name}`) * of)
    const action =
      pick('rogue', 12) === 0 ? 'nowhere' : (actions[pick('action', actions.length)]?.id ?? 'label')
    const before = ids[place - 1]
    const step: ContractStep = { id, action, args: { n: pick('n', 9), text: '{{ secrets.key }}' } }
    if (before && pick('binds', 3) === 0)
      return { ...step, args: { of: null }, bindings: { '/of': `steps.${before}.output` } }
    if (pick('lost', 15) === 0)
      return { ...step, args: { of: null }, bindings: { '/of': 'steps.nobody.output' } }
    if (pick('when', 8) === 0)
      return { ...step, when: pick('reads', 4) === 0 ? 'secrets.key == ""' : 'input.n > 0' }
    if (pick('falls', 6) === 0) return { ...step, fallback: [{ action: 'reply', args: {} }] }
    return before && pick('after', 3) === 0 ? { ...step, after: [before] } : step
  })
}

/** Whether a host of the world answers: always, or never. */
export function doesAnswer(seed: number, host: string): boolean {
  return jitter(seed, `host ${host}`, 1) < 0.7
}
