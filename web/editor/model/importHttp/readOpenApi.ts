import { HttpMethod } from '../../../../shared/graph/nodes/action.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'
import { operationRequest } from './operationRequest.ts'
import { isObject, resolveRef } from './plainSchema.ts'
import type { ImportedRequest } from './request.ts'

/** An operation of a described API; its request is made when it is picked. */
export type ApiOperation = {
  method: (typeof HttpMethod.options)[number]
  path: string
  summary: string
  request: () => ImportedRequest
}

export type ReadOpenApi =
  | { ok: true; title: string; operations: readonly ApiOperation[] }
  | { ok: false; message: string }

/** The operations of an OpenAPI document (3.0 or 3.1), in its order. */
export function readOpenApi(document: Json): ReadOpenApi {
  if (!isObject(document)) return { ok: false, message: 'This is no OpenAPI document' }
  const version = document.openapi
  if (typeof document.swagger === 'string')
    return { ok: false, message: `This is Swagger ${document.swagger}. Convert it to OpenAPI 3 first` }
  if (typeof version !== 'string' || !version.startsWith('3.'))
    return {
      ok: false,
      message: 'This is no OpenAPI document: “openapi” should say its version, such as 3.1.0',
    }
  const operations = Object.entries(isObject(document.paths) ? document.paths : {}).flatMap(
    ([path, found]) => {
      const item = followed(found, document)
      return isObject(item) ? operationsOf(path, item, document) : []
    },
  )
  if (operations.length === 0)
    return { ok: false, message: 'The document describes no operation that an action can call' }
  const title = isObject(document.info) && typeof document.info.title === 'string' ? document.info.title : ''
  return { ok: true, title, operations }
}

function operationsOf(path: string, item: JsonObject, document: JsonObject): ApiOperation[] {
  return HttpMethod.options.flatMap((method) => {
    const operation = item[method.toLowerCase()]
    if (!isObject(operation)) return []
    const words = [operation.summary, operation.operationId].find((each) => typeof each === 'string')
    return [
      {
        method,
        path,
        summary: typeof words === 'string' ? words : '',
        request: () => operationRequest({ method, path, item, operation, document }),
      },
    ]
  })
}

function followed(value: Json, document: JsonObject): Json | undefined {
  const ref = isObject(value) ? value.$ref : undefined
  return typeof ref === 'string' ? resolveRef(ref, document) : value
}
