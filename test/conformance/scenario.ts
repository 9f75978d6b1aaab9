import type { Graph } from '../../shared/graph/graph.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import type { Json } from '../../shared/json.ts'
import type { Trial } from '../../shared/sim/trial.ts'
import type { Observations } from '../../shared/verify/drift/makeBaseline.ts'

/**
 * What every host must make the same of: a loop, what comes in, how the world answers, and what people do. Times are short, since
 * one host lives through them; nothing may depend on how short.
 *
 * What a host can't be made to do over HTTP is not in here: it hangs up when a call's time is up, so the answer to an attempt that
 * timed out never comes late, and no answer comes twice. The engine's own tests hold those (`test/shared/engine`).
 */
export type Scenario = Pick<Trial, 'mocks' | 'decision' | 'commands' | 'amendments'> & {
  /** Also the loop's name, and that of the file of what is expected. */
  name: string
  /** What is shown by it, as the end of a sentence that begins with the host. */
  shows: string
  graph: Graph
  input: Json
  /** Policies of the workspace. On one host every loop is held to those of all scenarios, so each says by `run.id` whom it is about. */
  policies?: readonly Policy[]
  /** The run is forked at this iteration once it has ended, and that is what is looked at. */
  forkAt?: number
  /** What baselines of the loop are made of, approved before it runs. */
  baselines?: Readonly<Record<string, Observations>>
}

export type ScenarioParts = Partial<Scenario> & Pick<Scenario, 'shows' | 'graph'>

/** A scenario in which nothing is asked of people and everything answers, but for what is said. */
export function scenario(parts: ScenarioParts): Scenario {
  return { name: parts.graph.name, input: {}, mocks: {}, decision: 'none', ...parts }
}
