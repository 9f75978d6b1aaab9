import type { z } from 'zod'
import type { Json, JsonObject } from '../json.ts'
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
        message: wordsOf(issue, document),
        at: placeOf(issue.path, document),
      },
    ]
  return issue.keys.map((key) => ({
    code: 'shape',
    severity: 'error',
    message: `There is no “${key}” here`,
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

function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as JsonObject)[key as string]
  }
  return value
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'nothing (null)',
}

/** A fault in words for the builder. */
function wordsOf(issue: z.core.$ZodIssue, document: Json): string {
  const found = valueAt(document, issue.path)
  switch (issue.code) {
    case 'invalid_type':
      if (found === undefined) return `“${String(issue.path.at(-1) ?? 'The document')}” is missing`
      return `This must be ${nouns[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `This must be ${JSON.stringify(issue.values[0])}`
        : `This must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'too_small':
      if (issue.minimum === 1 && unitOf(issue.origin) !== '') return 'This can’t be empty'
      return `This must be ${issue.inclusive ? 'at least' : 'more than'} ${String(issue.minimum)}${unitOf(issue.origin)}`
    case 'too_big':
      return `This must be ${issue.inclusive ? 'at most' : 'less than'} ${String(issue.maximum)}${unitOf(issue.origin)}`
    case 'invalid_union':
      return unionWords(issue, found)
    case 'invalid_key':
      return `“${String(issue.path.at(-1))}” can’t be a name here: ${issue.issues[0]?.message ?? ''}`
    case 'invalid_format':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_element':
    case 'custom':
      return issue.message
  }
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion, found: Json | undefined): string {
  const { discriminator } = issue as { discriminator?: string }
  if (discriminator === undefined)
    return found === undefined ? 'A value is missing' : 'This is not a JSON value'
  if (found === undefined) return `“${discriminator}” is missing`
  return `There is no ${discriminator} ${JSON.stringify(found)}`
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' || origin === 'set' ? ' long' : ''
}
