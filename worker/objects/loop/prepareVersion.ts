import type { ProblemError } from '../../../shared/api/problem.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { Settings } from '../ports.ts'

/** Compiles a draft for publication and checks that the workspace has what it names. */
export function prepareVersion(
  loop: string,
  draft: Json,
  settings: Settings,
): Answer<{ graph: Graph; program: Program }> {
  const { program, diagnostics } = compile(draft)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (program === null || errors.length > 0) return invalid(draft, errors)
  const missing = [...missingOf(program, settings), ...misnamed(program, loop)]
  if (missing.length > 0) return invalid(draft, missing)
  return answer({ graph: draft as Graph, program })
}

function missingOf(program: Program, { hosts, secrets }: Settings): Diagnostic[] {
  const found: Diagnostic[] = []
  const need = (node: string, field: string, kind: 'host' | 'secret', name: string) => {
    if (Object.hasOwn(kind === 'host' ? hosts : secrets, name)) return
    const message = `The workspace has no ${kind} “${name}”: set it under Settings.`
    found.push({ code: `missing-${kind}`, severity: 'error', message, at: { node, field } })
  }
  const { trigger, actions } = program
  if (trigger.auth.scheme !== 'none') need(trigger.node, '/auth/secret', 'secret', trigger.auth.secret)
  for (const [node, action] of Object.entries(actions)) {
    if (action.call.uses === 'http') need(node, '/call/host', 'host', action.call.host)
    for (const name of action.secrets) need(node, '/call', 'secret', name)
  }
  return found
}

function misnamed(program: Program, loop: string): Diagnostic[] {
  if (program.name === loop) return []
  const message = `The graph is named “${program.name}”, the loop “${loop}”.`
  return [{ code: 'name-differs', severity: 'error', message, at: { field: '/name' } }]
}

function invalid(draft: Json, diagnostics: Diagnostic[]) {
  const errors: ProblemError[] = diagnostics.map((diagnostic) => ({
    ...diagnostic,
    pointer: pointerInto(draft, diagnostic),
  }))
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`
  return refuse('graph-invalid', `The graph has ${count}: ${errors[0]?.message ?? ''}`, { errors })
}

function pointerInto(draft: Json, { at }: Diagnostic): string {
  const nodes = (draft as { nodes?: { id?: unknown }[] } | null)?.nodes
  const index =
    at.node === undefined || !Array.isArray(nodes) ? -1 : nodes.findIndex((node) => node?.id === at.node)
  return `${index < 0 ? '' : `/nodes/${index}`}${at.field ?? ''}`
}
