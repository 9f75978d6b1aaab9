import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { WaitFor } from '../../shared/graph/nodes/action.ts'

/** A step that waits and has not settled. */
export type OpenWait = { step: string; action: string; title: string; wait: WaitFor; since: number }

/** The steps that wait at the end of a log, in the order in which they began. */
export function openWaits(events: readonly RunEvent[], program: Program | null): OpenWait[] {
  const open = new Map<string, OpenWait>()
  for (const event of events) {
    switch (event.type) {
      case 'step.started': {
        const action = program?.actions[event.data.action]
        if (action?.call.uses !== 'wait') break
        const { step, action: id } = event.data
        open.set(step, { step, action: id, title: action.title, wait: action.call.for, since: event.at })
        break
      }
      case 'step.succeeded':
      case 'step.failed':
      case 'step.skipped':
      case 'step.uncertain':
        open.delete(event.data.step)
        break
      case 'iteration.started':
      case 'run.ended':
        open.clear()
        break
      default:
    }
  }
  return [...open.values()]
}

/** When a wait for an event ends by itself, in milliseconds since the epoch; null where only the step itself can tell. */
export function waitDeadline({ wait, since }: OpenWait): number | null {
  switch (wait.type) {
    case 'event':
      return since + wait.timeoutSeconds * 1000
    case 'duration':
      return typeof wait.seconds === 'number' ? since + wait.seconds * 1000 : null
    case 'until': {
      const at = Date.parse(wait.time)
      return Number.isNaN(at) ? null : at
    }
  }
}
