import type { z } from 'zod'
import type { Json, JsonObject } from '../json.ts'
import { faultWords, unknownKeyWords, valueAt } from './faultWords.ts'
import { Graph } from './graph.ts'
import { type EdgeId, NodeId } from './ids.ts'

/** What is wrong with a document that is no graph. It has the form of a compiler's diagnostic. */
export type GraphFault = {
  code: 'not-json' | 'unknown-format' | 'shape'
  severity: 'error'
  message: string
  at: { node?: NodeId; edge?: EdgeId; field?: string }
}

/** Faults past this many are left out: the first ones say what is wrong. */
const maxFaults = 100

/** Reads a document of the current format. The faults point at the node or wire that they are in. */
export function readGraph(value: Json): { ok: true; graph: Graph } | { ok: false; faults: GraphFault[] } {
  const parsed = Graph.safeParse(value)
  if (parsed.success) return { ok: true, graph: parsed.data }
  const faults = parsed.error.issues.slice(0, maxFaults).flatMap((issue) => faultsOf(issue, value))
  return { ok: false, faults }
}

function faultsOf(issue: z.core.$ZodIssue, document: Json): GraphFault[] {
  if (issue.code !== 'unrecognized_keys')
    return [
      {
        code: 'shape',
        severity: 'error',
        message: faultWords(issue, document),
        at: placeOf(issue.path, document),
      },
    ]
  return issue.keys.map((key) => ({
    code: 'shape',
    severity: 'error',
    message: unknownKeyWords(key),
    at: placeOf([...issue.path, key], document),
  }))
}

type Path = readonly PropertyKey[]

/** The node or wire that a path leads into, and the JSON Pointer from there on. */
function placeOf(path: Path, document: Json): GraphFault['at'] {
  const [list, place, ...rest] = path
  const item = typeof place === 'number' ? valueAt(document, [list ?? '', place]) : undefined
  const id = isObject(item) && Object.hasOwn(item, 'id') ? item.id : undefined
  if (list === 'nodes' && NodeId.safeParse(id).success) return withField({ node: id as NodeId }, rest)
  if (list === 'edges' && typeof id === 'string' && id !== '') return withField({ edge: id }, rest)
  return { field: pointerOf(path) }
}

function withField(at: GraphFault['at'], path: Path): GraphFault['at'] {
  return path.length === 0 ? at : { ...at, field: pointerOf(path) }
}

function pointerOf(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
