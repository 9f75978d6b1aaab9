import { GraphIndex } from '../../../shared/compile/graphIndex.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { Scopes } from '../../../shared/compile/scopes.ts'
import type { Scope } from '../../../shared/engine/effect.ts'
import { scopeOf } from '../../../shared/engine/scope.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { sampleFromSchema } from '../../../shared/sim/sampleFromSchema.ts'
import type { Playback } from '../../replay/playback.ts'
import { readJson } from './readJson.ts'

/** Values that the expressions of a node can be shown with, which of the roots come from a run, and from which: a recorded one, or a trial. */
export type LiveScope = { scope: Scope; fromRun: ReadonlySet<string>; run: string | null }

type Shown = { run?: string; program: Program; playback: Playback }

/**
 * What the expressions of a node (none for the loop) would read: at the moment of the run that is played, and where there is no value in
 * it, samples of what is known of the values. Secrets are not in it.
 */
export function liveScope(
  graph: Graph,
  node: string | null,
  tryInput: string | null,
  shown: Shown | null,
): LiveScope {
  const typed = tryInput === null ? null : readJson(tryInput, 'any')
  const scope: Record<string, Json> = { ...samplesFor(graph, node) }
  if (typed?.ok) scope['input'] = typed.value
  const run = shown ? runScope(shown, node) : {}
  return { scope: { ...scope, ...run }, fromRun: new Set(Object.keys(run)), run: shown?.run ?? null }
}

function runScope({ program, playback }: Shown, node: string | null): Scope {
  const { stateAt, cursor } = playback.getState()
  const state = stateAt(cursor)
  if (state.status === 'new') return {}
  const scope: Scope = { ...scopeOf(program, state) }
  const steps = state.iteration?.plan?.steps ?? []
  const place = steps.findLastIndex((step) => step.action === node)
  const step = steps[place]
  if (!step) return scope
  const standing = state.iteration?.steps[place]
  const output = standing?.status === 'succeeded' ? { output: standing.output } : {}
  return { ...scope, args: step.args, ...output }
}

const samples = new WeakMap<Graph, Map<string | null, Scope>>()

/** A sample for each root that a node's expressions can read. Many fields ask for one graph. */
function samplesFor(graph: Graph, node: string | null): Scope {
  const known = samples.get(graph) ?? new Map<string | null, Scope>()
  samples.set(graph, known)
  const made = known.get(node) ?? makeSamples(graph, node)
  known.set(node, made)
  return made
}

function makeSamples(graph: Graph, node: string | null): Scope {
  const index = new GraphIndex(graph)
  const shape = new Scopes(index).anywhereIn(node === null ? undefined : index.node(node))
  return Object.fromEntries(
    Object.entries(shape).flatMap(([root, schema]): [string, Json][] => {
      if (root === 'secrets') return []
      return [[root, sampleOf(schema)]]
    }),
  )
}

function sampleOf(schema: Json): Json {
  const isSchema = typeof schema === 'object' && schema !== null && !Array.isArray(schema)
  return isSchema ? sampleFromSchema(schema) : {}
}
