import type { PortName } from './edge.ts'
import type { NodeKind } from './nodes/node.ts'

/** What flows through a port. An edge joins an out port to an in port that accepts its type. */
export type PortType = 'start' | 'plan' | 'result' | 'undo' | 'verdict' | 'grant' | 'decision'

export type OutPort = {
  port: PortName
  carries: PortType
  says: string /** How many edges may leave it. */
  fan: 'one' | 'many'
}
export type InPort = { port: PortName; accepts: readonly PortType[]; says: string }

const control: readonly PortType[] = ['start', 'verdict', 'grant', 'decision']

/** The in ports of each node kind. */
export const inPorts = {
  trigger: [],
  planner: [{ port: 'in', accepts: control, says: 'Starts an iteration here' }],
  action: [
    {
      port: 'step',
      accepts: ['plan', 'grant', 'undo'],
      says: 'A planner may use it, itself or once a person approves, or another action is undone by it',
    },
  ],
  verifier: [
    { port: 'in', accepts: ['result', 'verdict', 'grant', 'decision'], says: 'Judges what was done' },
  ],
  approval: [
    { port: 'in', accepts: [...control, 'plan'], says: 'Asks a person: here, or about each step of a plan' },
  ],
  // Not a start: such a run would end before it began.
  outcome: [{ port: 'in', accepts: ['verdict', 'grant', 'decision'], says: 'Ends the run' }],
} as const satisfies Record<NodeKind, readonly InPort[]>

/** The out ports of each node kind. */
export const outPorts = {
  trigger: [{ port: 'input', carries: 'start', says: 'The input, accepted', fan: 'one' }],
  planner: [{ port: 'plan', carries: 'plan', says: 'The actions it may use', fan: 'many' }],
  action: [
    { port: 'result', carries: 'result', says: 'What it brought', fan: 'one' },
    { port: 'undo', carries: 'undo', says: 'The action that undoes it', fan: 'one' },
  ],
  verifier: [
    { port: 'pass', carries: 'verdict', says: 'All is well', fan: 'one' },
    { port: 'replan', carries: 'verdict', says: 'Plan again', fan: 'one' },
    { port: 'rollback', carries: 'verdict', says: 'Undo, then go there', fan: 'one' },
    { port: 'escalate', carries: 'verdict', says: 'A person must look', fan: 'one' },
    { port: 'bail', carries: 'verdict', says: 'Stop where it is safe', fan: 'one' },
  ],
  approval: [
    {
      port: 'granted',
      carries: 'grant',
      says: 'Approved: what comes next, or the actions that a plan may use then',
      fan: 'many',
    },
    { port: 'denied', carries: 'decision', says: 'Rejected', fan: 'one' },
    { port: 'expired', carries: 'decision', says: 'Nobody decided in time', fan: 'one' },
  ],
  outcome: [],
} as const satisfies Record<NodeKind, readonly OutPort[]>

export type Fit = { ok: true } | { ok: false; reason: string }

const nounOf = {
  start: 'an input',
  plan: 'a plan',
  result: 'a result',
  undo: 'an undo',
  verdict: 'a verdict',
  grant: 'an approval',
  decision: 'a decision',
} as const satisfies Record<PortType, string>

/** Whether an edge between two ports fits by their types; when it does not, why, in words for the builder. */
export function portsFit(
  from: { kind: NodeKind; port: PortName },
  to: { kind: NodeKind; port: PortName },
): Fit {
  const out: OutPort | undefined = outPorts[from.kind].find((candidate) => candidate.port === from.port)
  if (outPorts[from.kind].length === 0) return { ok: false, reason: `Nothing comes after ${a(from.kind)}` }
  if (inPorts[to.kind].length === 0) return { ok: false, reason: `Nothing leads to ${a(to.kind)}` }
  if (!out) return { ok: false, reason: `There is no out port “${from.port}” at ${a(from.kind)}` }
  const into: InPort | undefined = inPorts[to.kind].find((candidate) => candidate.port === to.port)
  if (!into) return { ok: false, reason: `There is no in port “${to.port}” at ${a(to.kind)}` }
  if (into.accepts.includes(out.carries)) return { ok: true }
  const accepted = into.accepts.map((type) => nounOf[type]).join(' or ')
  return {
    ok: false,
    reason: `“${from.port}” carries ${nounOf[out.carries]}, but “${to.port}” of ${a(to.kind)} takes ${accepted}`,
  }
}

const a = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
