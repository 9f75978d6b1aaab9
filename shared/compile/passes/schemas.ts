import type { NodeId } from '../../graph/ids.ts'
import type { Node } from '../../graph/nodes/node.ts'
import type { JsonSchema } from '../../graph/text.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { schemaFaults } from '../schemaFaults.ts'

/** Every JSON Schema of a graph is one. */
export function checkSchemas(index: GraphIndex): Diagnostic[] {
  return index
    .nodes()
    .flatMap((node) => schemasOf(node).flatMap(({ field, schema }) => checkSchema(node.id, field, schema)))
}

function checkSchema(node: NodeId, field: string, schema: JsonSchema): Diagnostic[] {
  return schemaFaults(schema).map(({ code, pointer, message }) =>
    diagnose(code, fieldOf(node, `${field}${pointer}`), message),
  )
}

function schemasOf(node: Node): { field: string; schema: JsonSchema }[] {
  switch (node.kind) {
    case 'trigger':
      return node.input ? [{ field: '/input', schema: node.input }] : []
    case 'action':
      return [
        ...(node.args ? [{ field: '/args', schema: node.args }] : []),
        ...(node.output ? [{ field: '/output', schema: node.output }] : []),
      ]
    case 'verifier':
      return node.checks.flatMap((check, place) =>
        check.type === 'schema' ? [{ field: `/checks/${place}/schema`, schema: check.schema }] : [],
      )
    case 'planner':
    case 'approval':
    case 'outcome':
      return []
  }
}
