import { answersOf } from '../../../shared/cases/answersOf.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Mock } from '../../../shared/graph/mock.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { Json } from '../../../shared/json.ts'
import { simulatedIn } from './simulated.ts'

/** The keys under which a node's results can be pinned: those of what it calls, and of an action that computes, its own. */
export function pinKeys(node: Node): string[] {
  if (node.kind === 'action' && node.call.uses === 'transform') return [node.id]
  return simulatedIn([node]).map(({ key }) => key)
}

/** What a run brought under each key, to be brought again: one value, or one after another. */
export function broughtIn(
  program: Program,
  events: readonly RunEvent[],
  keys: readonly string[],
): Record<string, Mock> {
  const answers = answersOf(program, events)
  return Object.fromEntries(
    keys.flatMap((key): [string, Mock][] => {
      const mock = answers[key] ?? ofOutputs(outputsOf(program, events, key))
      return mock ? [[key, mock]] : []
    }),
  )
}

/** What an action's steps brought that no call answered: computed, or posted as an event. */
function outputsOf(program: Program, events: readonly RunEvent[], action: string): Json[] {
  const steps = new Set<string>()
  const isWait = program.actions[action]?.call.uses === 'wait'
  return events.flatMap((event) => {
    if (event.type === 'step.started' && event.data.action === action)
      steps.add(`${event.data.iteration}/${event.data.step}`)
    if (event.type !== 'step.succeeded' || !steps.has(`${event.data.iteration}/${event.data.step}`)) return []
    const { output } = event.data
    const isPosted = isWait && typeof output === 'object' && output !== null && !Array.isArray(output)
    return [isPosted ? (output.data ?? {}) : output]
  })
}

function ofOutputs(outputs: readonly Json[]): Mock | null {
  const [first] = outputs
  if (first === undefined) return null
  const same = outputs.every((each) => JSON.stringify(each) === JSON.stringify(first))
  if (same) return { delayMs: 0, mock: { answers: 'value', value: first } }
  const each = outputs.map((value) => ({ delayMs: 0, mock: { answers: 'value' as const, value } }))
  return { delayMs: 0, mock: { answers: 'series', each } }
}
