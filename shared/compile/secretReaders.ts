import { templateReferences } from '../expr/references.ts'
import type { Node } from '../graph/nodes/node.ts'
import type { Json } from '../json.ts'
import { callTemplate } from './expressionPlaces.ts'
import { strategiesOf } from './strategies.ts'

/** The templates of a node that may read secrets, each with its JSON Pointer in the node. */
export function secretReaders(node: Node): { template: Json; field: string }[] {
  switch (node.kind) {
    case 'action':
      return [
        { template: callTemplate(node.call), field: '/call' },
        ...(node.probe ? [{ template: callTemplate(node.probe.call), field: '/probe/call' }] : []),
      ]
    case 'planner':
      return strategiesOf(node).flatMap(({ strategy, field }) =>
        strategy.type === 'http'
          ? [
              { template: strategy.path, field: `${field}/path` },
              { template: strategy.headers ?? {}, field: `${field}/headers` },
            ]
          : [],
      )
    case 'verifier':
      return node.checks.flatMap((check, place) =>
        check.type === 'http'
          ? [
              { template: check.call.path, field: `/checks/${place}/call/path` },
              { template: check.call.headers ?? {}, field: `/checks/${place}/call/headers` },
            ]
          : [],
      )
    case 'trigger':
    case 'approval':
    case 'outcome':
      return []
  }
}

/** The names of the secrets that a node reads, where it reads them. */
export function secretsIn(node: Node): { name: string; field: string }[] {
  const read = secretReaders(node).flatMap(({ template, field }) =>
    [...templateReferences(template).secrets].map((name) => ({ name, field })),
  )
  const signing =
    node.kind === 'action' && node.call.uses === 'emit' && node.call.secret !== undefined
      ? [{ name: node.call.secret, field: '/call/secret' }]
      : []
  return [...read, ...signing]
}
