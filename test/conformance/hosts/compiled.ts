import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Trial } from '../../../shared/sim/trial.ts'
import type { Scenario } from '../scenario.ts'

export function compiled({ name, graph }: Scenario): Program {
  const { program, diagnostics } = compile(graph)
  if (!program) throw new Error(`The loop of ${name} does not compile: ${JSON.stringify(diagnostics)}`)
  return program
}

/** A scenario as the simulation takes it. */
export function trialOf(scenario: Scenario): Trial {
  const { input, mocks, decision, commands = [] } = scenario
  return { program: compiled(scenario), input, mocks, decision, commands, startAt: 1_000_000 }
}
