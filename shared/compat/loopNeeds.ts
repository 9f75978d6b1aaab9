import type { Program, ProgramAction } from '../compile/program.ts'
import type { SingleStrategy, Strategy } from '../graph/nodes/planner.ts'

/** The events that runs of a program wait for. */
export function waitsOf({ actions }: Program): Set<string> {
  return new Set(
    Object.values(actions).flatMap(({ call }) =>
      call.uses === 'wait' && call.for.type === 'event' ? [call.for.event] : [],
    ),
  )
}

/** The names of a workspace that a program refers to. */
export type Needs = {
  hosts: ReadonlySet<string>
  secrets: ReadonlySet<string>
  loops: ReadonlySet<string>
}

export function workspaceNeeds({ trigger, actions, planners, verifiers }: Program): Needs {
  const called = Object.values(actions)
  const planned = Object.values(planners)
  const checks = Object.values(verifiers).flatMap((verifier) => verifier.checks)
  const asked = planned.flatMap(({ strategy }) => externalOf(strategy))
  return {
    hosts: new Set([
      ...called.flatMap(hostsOf),
      ...asked.map(({ host }) => host),
      ...checks.flatMap((check) => (check.type === 'http' ? [check.call.host] : [])),
    ]),
    secrets: new Set([
      ...('secret' in trigger.auth ? [trigger.auth.secret] : []),
      ...called.flatMap(({ secrets }) => secrets),
      ...planned.flatMap(({ secrets }) => secrets),
      ...Object.values(verifiers).flatMap(({ secrets }) => secrets ?? []),
    ]),
    loops: new Set(called.flatMap(({ call }) => (call.uses === 'loop' ? [call.loop] : []))),
  }
}

function hostsOf({ call, probe, assumes }: ProgramAction): string[] {
  return [
    ...(call.uses === 'http' || call.uses === 'emit' ? [call.host] : []),
    ...(call.uses === 'http' ? (call.redirects?.hosts ?? []) : []),
    ...(probe ? [probe.call.host] : []),
    ...assumes.flatMap((assumption) => (assumption.type === 'reachable' ? [assumption.host] : [])),
  ]
}

/** The external planners of a strategy. */
export function externalOf(strategy: Strategy): Extract<SingleStrategy, { type: 'http' }>[] {
  if (strategy.type === 'http') return [strategy]
  if (strategy.type !== 'federation') return []
  return strategy.members.flatMap((member) => (member.strategy.type === 'http' ? [member.strategy] : []))
}
