import { templateReferences } from '../expr/references.ts'
import type { ActionCall } from '../graph/nodes/action.ts'
import type { Node } from '../graph/nodes/node.ts'
import type { Json } from '../json.ts'
import { callTemplate } from './expressionPlaces.ts'
import { strategiesOf } from './strategies.ts'

/** A template that may read secrets, its JSON Pointer in the node, and the host that they go to; null when they go to none. */
type SecretReader = { template: Json; field: string; host: string | null }

/** The templates of a node that may read secrets. */
export function secretReaders(node: Node): SecretReader[] {
  switch (node.kind) {
    case 'action': {
      const { call, probe } = node
      return [
        { template: callTemplate(call), field: '/call', host: hostOf(call) },
        ...(probe
          ? [{ template: callTemplate(probe.call), field: '/probe/call', host: probe.call.host }]
          : []),
      ]
    }
    case 'planner':
      return strategiesOf(node).flatMap(({ strategy, field }) =>
        strategy.type === 'http'
          ? [
              { template: strategy.path, field: `${field}/path`, host: strategy.host },
              { template: strategy.headers ?? {}, field: `${field}/headers`, host: strategy.host },
            ]
          : [],
      )
    case 'verifier':
      return node.checks.flatMap((check, place) =>
        check.type === 'http'
          ? [
              { template: check.call.path, field: `/checks/${place}/call/path`, host: check.call.host },
              {
                template: check.call.headers ?? {},
                field: `/checks/${place}/call/headers`,
                host: check.call.host,
              },
            ]
          : [],
      )
    case 'trigger':
    case 'approval':
    case 'outcome':
      return []
  }
}

const hostOf = (call: ActionCall) => (call.uses === 'http' || call.uses === 'emit' ? call.host : null)

/** The names of the secrets that a node reads, where it reads them and which host they go to. */
export function secretsIn(node: Node): { name: string; field: string; host: string | null }[] {
  const read = secretReaders(node).flatMap(({ template, field, host }) =>
    [...templateReferences(template).secrets].map((name) => ({ name, field, host })),
  )
  const signing =
    node.kind === 'action' && node.call.uses === 'emit' && node.call.secret !== undefined
      ? [{ name: node.call.secret, field: '/call/secret', host: node.call.host }]
      : []
  return [...read, ...signing]
}
