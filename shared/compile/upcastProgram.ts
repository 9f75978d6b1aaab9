import { z } from 'zod'
import { NodeId } from '../graph/ids.ts'
import { defaultLimits } from '../graph/limits.ts'
import { Program, ProgramAction, ProgramPlanner, ProgramTrigger } from './program.ts'

const trigger = { admission: null, observedAt: null, maxAgeSeconds: null }
const planner = { rails: null, asks: 1, assumes: [], expected: null, secrets: [] }
const action = {
  ensures: null,
  assumes: [],
  freshSeconds: null,
  totalSeconds: null,
  probe: null,
  breaker: null,
  limit: null,
  undoOn: ['failed', 'uncertain'],
} satisfies Partial<ProgramAction>
/** What an older release did not bound stays unbounded, as far as a limit can say it. */
const limits = { ...defaultLimits, repeats: 1000, backoffSeconds: 0 }

/**
 * A program as any release compiled it, exactly as it is: its version is the digest of it. Whoever runs it or draws it takes what
 * `upcastProgram` makes of it.
 */
export const StoredProgram = Program.extend({
  trigger: ProgramTrigger.partial(keysOf(trigger)),
  planners: z.record(NodeId, ProgramPlanner.partial(keysOf(planner))),
  actions: z.record(NodeId, ProgramAction.partial(keysOf(action))),
  limits: Program.shape.limits.partial(),
}) as unknown as z.ZodType<Program>

/** The program as this release reads it, whichever release compiled it: what was left out means what that release did. */
export function upcastProgram(program: Program): Program {
  if (Object.hasOwn(program.trigger, 'maxAgeSeconds')) return program
  return {
    ...program,
    trigger: { ...trigger, ...program.trigger },
    planners: mapValues(program.planners, (each) => ({ ...planner, ...each })),
    actions: mapValues(program.actions, (each) => ({ ...action, ...each })),
    limits: { ...limits, ...program.limits },
  }
}

function keysOf<T extends object>(values: T): { [K in keyof T]: true } {
  const keys = Object.keys(values).map((key) => [key, true] as const)
  return Object.fromEntries(keys) as { [K in keyof T]: true }
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
