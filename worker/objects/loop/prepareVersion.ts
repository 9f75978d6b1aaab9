import type { ProblemError } from '../../../shared/api/problem.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { openGraph } from '../../../shared/graph/migrate.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { CataloguedLoop, Settings } from '../ports.ts'

/** What the compiler may know of a workspace: names, never values. */
export const compileContext = ({ hosts, secrets }: Settings, loops: readonly CataloguedLoop[]) => ({
  hosts: Object.keys(hosts),
  secrets: Object.keys(secrets),
  secretHosts: Object.fromEntries(
    Object.entries(secrets).flatMap(([name, { hosts: only }]) => (only ? [[name, only] as const] : [])),
  ),
  loops: loops.map(({ name }) => name),
  follows: Object.fromEntries(loops.map(({ name, follows = [] }) => [name, follows])),
})

/** Compiles a draft for publication; the workspace must have the hosts and secrets that it names. */
export function prepareVersion(
  loop: string,
  draft: Json,
  settings: Settings,
  loops: readonly CataloguedLoop[],
): Answer<{ graph: Graph; program: Program }> {
  const opened = openGraph(draft)
  const { program, diagnostics } = compile(draft, compileContext(settings, loops))
  const blocking = diagnostics.filter(({ severity }) => severity === 'error')
  if (!opened.ok || program === null || blocking.length > 0) return invalidGraph(draft, blocking)
  if (program.name !== loop) return invalidGraph(draft, [misnamed(program.name, loop)])
  return answer({ graph: opened.graph, program })
}

/** A graph's name is part of its runs' ids, so it must be the loop's. */
const misnamed = (graph: string, loop: string): Diagnostic => ({
  code: 'shape',
  severity: 'error',
  message: `The graph is named “${graph}”, the loop “${loop}”`,
  at: { field: '/name' },
})

/** Refuses a graph, or what of it is named, for errors in it. */
export function invalidGraph(draft: Json, diagnostics: Diagnostic[], what = 'The graph') {
  const errors: ProblemError[] = diagnostics.map((diagnostic) => ({
    ...diagnostic,
    severity: 'error',
    pointer: pointerInto(draft, diagnostic),
  }))
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`
  return refuse('graph-invalid', `${what} has ${count}. The first: ${errors[0]?.message ?? ''}.`, {
    errors,
  })
}

function pointerInto(draft: Json, { at }: Diagnostic): string {
  const nodes = (draft as { nodes?: unknown } | null)?.nodes
  const index = Array.isArray(nodes) ? nodes.findIndex((node) => node?.id === at.node) : -1
  return `${at.node === undefined || index < 0 ? '' : `/nodes/${index}`}${at.field ?? ''}`
}
