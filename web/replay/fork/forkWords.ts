import type { LoopDetail } from '../../../shared/api/loops.ts'
import type { RunDetail } from '../../../shared/api/runs.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { forkOf } from '../../../shared/engine/forkOf.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { SelectOption } from '../../ui/Select.tsx'

/** The iterations of a run, at each of which it can be forked. */
export function iterationsToForkAt(events: readonly RunEvent[]): SelectOption[] {
  return events.flatMap((event) => {
    if (event.type !== 'iteration.started') return []
    const { iteration, because } = event.data
    const hint = iteration === 1 ? 'at the trigger' : because ? `because of ${because.verdict}` : undefined
    return [{ value: String(iteration), label: `Iteration ${iteration}`, ...(hint ? { hint } : {}) }]
  })
}

/** What a fork there begins with, as the engine takes it from this log. */
export function carriedAlong(
  events: readonly RunEvent[],
  program: Program | null,
  iteration: number,
): string {
  if (iteration === 1) return 'It begins at the trigger, with the input and nothing else of this run.'
  const now = replay(events)
  if (!program || now.status === 'new') return ''
  const source = { program, events, undone: now.undone }
  const made = forkOf(source, program, { iteration, reason: '', otherInput: false })
  const carried = made.ok ? made.fork.carried : undefined
  if (!carried) return ''
  const { verdict, facts, approvals, planner } = carried
  const parts = [
    ...(verdict ? [`the verdict ${verdict.verdict}`] : []),
    ...(facts.length > 0
      ? [`${facts.length === 1 ? 'the fact' : 'the facts'} ${facts.map(({ name }) => name).join(', ')}`]
      : []),
  ]
  const along = parts.length > 0 ? `It takes along ${parts.join(' and ')}, ` : 'It takes along the input, '
  const asked = approvals.map((node) => `“${program.approvals[node]?.title ?? node}”`)
  const asks =
    asked.length > 0 ? ` What was approved at ${asked.join(' and ')} has to be approved again.` : ''
  return `${along}and “${program.planners[planner]?.title ?? planner}” plans anew.${asks}`
}

/** The versions that a fork can be of; its own stands first. */
export function versionsToForkUnder(run: RunDetail, loop: LoopDetail | undefined): SelectOption[] {
  const own = run.versionNumber === null ? 'Its own' : `Its own, version ${run.versionNumber}`
  const others = (loop?.versions ?? []).filter(({ version }) => version !== run.version)
  return [
    { value: run.version, label: own },
    ...others.map(({ version, number, note }) => ({
      value: version,
      label: `Version ${number}`,
      hint: note,
    })),
  ]
}
