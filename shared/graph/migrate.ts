import { isJson } from '../isJson.ts'
import type { Json, JsonObject } from '../json.ts'
import { type Graph, graphFormat } from './graph.ts'
import { type GraphFault, readGraph } from './readGraph.ts'

/** Takes a document of one format to the next. What it does never changes once it is released. */
type Migration = { from: string; to: string; migrate: (document: JsonObject) => JsonObject }

/** Append only. Each entry leads from the format before it; the last one leads to the current format. */
const migrations: readonly Migration[] = []

export type OpenedGraph = { ok: true; graph: Graph } | { ok: false; diagnostics: GraphFault[] }

/** Opens a graph that this release or an older one saved. Total: any value gives a graph or says why it is none. */
export function openGraph(value: unknown): OpenedGraph {
  return openWith(value, migrations, graphFormat)
}

/** As `openGraph`, over a given list of migrations. */
export function openWith(value: unknown, known: readonly Migration[], current: string): OpenedGraph {
  if (!isJson(value)) return refuse('not-json', 'The document is not JSON, or is nested too deep', '')
  if (!isObject(value)) return refuse('shape', 'A graph is a JSON object', '')
  const format = Object.hasOwn(value, 'format') ? value.format : undefined
  const first = known.findIndex((migration) => migration.from === format)
  if (format !== current && first === -1)
    return refuse('unknown-format', formatWords(format, current), '/format')
  const path = format === current ? [] : known.slice(first)
  const document = path.reduce(
    (older, migration) => ({ ...migration.migrate(older), format: migration.to }),
    value,
  )
  const read = readGraph(document)
  return read.ok ? read : { ok: false, diagnostics: read.faults }
}

function formatWords(format: Json | undefined, current: string): string {
  if (format === undefined) return `“format” is missing; it is "${current}"`
  return `This release does not read the format ${JSON.stringify(format)}`
}

function refuse(code: GraphFault['code'], message: string, field: string): OpenedGraph {
  return { ok: false, diagnostics: [{ code, severity: 'error', message, at: field === '' ? {} : { field } }] }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
