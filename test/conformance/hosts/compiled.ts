import { digest } from '../../../shared/audit/digest.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { forkOf } from '../../../shared/engine/forkOf.ts'
import type { Json } from '../../../shared/json.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import { simulateTrial, type Trial } from '../../../shared/sim/trial.ts'
import type { Scenario } from '../scenario.ts'

/** Why runs of scenarios are forked. */
export const forkReason = 'To try that again.'

export function compiled({ name, graph }: Scenario): Program {
  const { program, diagnostics } = compile(graph)
  if (!program) throw new Error(`The loop of ${name} does not compile: ${JSON.stringify(diagnostics)}`)
  return program
}

/** The policies of the workspace that a scenario has, as a set; null when it has none. */
function policySetOf({ policies }: Scenario): PolicySet | null {
  if (!policies) return null
  return { version: 1, digest: digest(policies as unknown as Json), policies: [...policies] }
}

/** The program that the run of a scenario is held to. */
export function heldTo(scenario: Scenario): Program {
  return withPolicySet(compiled(scenario), policySetOf(scenario))
}

/** A scenario as the simulation takes it. */
export function trialOf(scenario: Scenario): Trial {
  const { input, mocks, decision, commands = [], amendments = [] } = scenario
  const policySet = policySetOf(scenario)
  const trial: Trial = {
    program: compiled(scenario),
    input,
    mocks,
    decision,
    commands,
    amendments,
    policySet,
    startAt: 1_000_000,
  }
  return scenario.forkAt === undefined ? trial : forked(trial, scenario.forkAt)
}

/** The fork of what a trial comes to. */
function forked(trial: Trial, iteration: number): Trial {
  const { program } = trial
  const { events } = simulateTrial(trial)
  const made = forkOf({ program, events, undone: [] }, program, {
    iteration,
    reason: forkReason,
    otherInput: false,
  })
  if (!made.ok) throw new Error(made.rejection.message)
  return { ...trial, fork: made.fork, seed: 2, startAt: 2_000_000 }
}
