import { Json } from '../../../../shared/json.ts'
import { readCurl } from './readCurl.ts'
import { type ApiOperation, readOpenApi } from './readOpenApi.ts'
import type { ImportedRequest } from './request.ts'

/** What was pasted or opened: one request, or an API to pick one from. */
export type Source =
  | { is: 'request'; request: ImportedRequest }
  | { is: 'api'; title: string; operations: readonly ApiOperation[] }
  | { is: 'nothing'; message: string }

/** Reads a curl command, or an OpenAPI document in JSON or YAML. The reader of YAML is loaded when it is needed. */
export async function readSource(text: string): Promise<Source> {
  if (/^\s*(\$\s+)?curl(\.exe)?\s/.test(text)) {
    const read = readCurl(text)
    return read.ok ? { is: 'request', request: read.request } : { is: 'nothing', message: read.message }
  }
  const parsed = await parse(text)
  if (parsed === undefined)
    return { is: 'nothing', message: 'This is neither a curl command nor an OpenAPI document' }
  const read = readOpenApi(parsed)
  return read.ok ? { is: 'api', ...read } : { is: 'nothing', message: read.message }
}

async function parse(text: string): Promise<Json | undefined> {
  const { parseDocument } = await import('yaml')
  // YAML 1.2 holds JSON, so that one reader does for both.
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const json = Json.safeParse(toPlain(document))
  return json.success ? json.data : undefined
}

/** Aliases that would grow beyond bounds are refused by the reader with an exception. */
function toPlain(document: { toJS: () => unknown }): unknown {
  try {
    return document.toJS()
  } catch (error) {
    if (error instanceof ReferenceError) return undefined
    throw error
  }
}
