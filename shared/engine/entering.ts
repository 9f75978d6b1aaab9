import type { Program } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import type { Json } from '../json.ts'
import { askOrWait } from './asking.ts'
import { endRun } from './ending.ts'
import type { EventOf, RequestInfo } from './event.ts'
import { enterFork, stillToEnter } from './forking.ts'
import { gate } from './gate.ts'
import { goTo } from './routing.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, Phase } from './state.ts'
import { emit, type Turn } from './turn.ts'

export type QualityResult = EventOf<'input.checked'>['data']['checks'][number]

/** What the trigger's data-quality checks say of an input. One that can't be evaluated does not hold. */
export function checkQuality(program: Program, input: Json, request: RequestInfo): QualityResult[] {
  return program.trigger.quality.map((check) => {
    const result = evaluate(check.when, { input, request })
    const message = result.ok ? check.message : `${check.message} (${result.error})`
    const holds = result.ok && result.value === true
    return { id: check.id, holds, effect: check.effect, message }
  })
}

/** Records the checks of the input, asks the policies at `input`, and sends the input where the trigger leads. */
export function advanceInput(turn: Turn, state: ActiveRun, phase: Extract<Phase, { at: 'input' }>): boolean {
  const { program } = turn
  if (!phase.checked) {
    emit(turn, {
      type: 'input.checked',
      data: { checks: checkQuality(program, state.input, state.request) },
    })
    return true
  }
  const { notes, decision } = gate(program, state, turn.at, {
    point: 'input',
    about: program.trigger.node,
    subject: null,
    scope: scopeOf(program, state),
    approval: () => ({
      of: state.input,
      subject: (policy, digest) => ({ of: 'input', policy, digest }),
      title: `Input of ${program.title}`,
      show: state.input,
    }),
  })
  for (const note of notes) emit(turn, note)
  switch (decision.is) {
    case 'allow': {
      const carried = stillToEnter(state)
      if (carried) return enterFork(turn, state, carried)
      const message = 'The trigger leads here.'
      const how = { reason: 'outcome' as const, message, because: null, otherwise: 'failed' as const }
      return goTo(turn, state, program.trigger.to, how)
    }
    case 'deny': {
      const reason = decision.reason === 'policy' ? 'input-denied' : decision.reason
      endRun(turn, 'bailed', reason, decision.message)
      return true
    }
    case 'ask':
    case 'wait':
      return askOrWait(turn, decision)
  }
}
