import { scanTemplate } from '../../expr/scanTemplate.ts'
import type { Node } from '../../graph/nodes/node.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { strategiesOf } from '../strategies.ts'

/** Paths that no value could make good: each call of them would be refused when its turn comes. */
export function checkPaths(index: GraphIndex): Diagnostic[] {
  return index.nodes().flatMap((node) => pathsIn(node).flatMap((path) => checkPath(index, node, path)))
}

type Path = { path: string; field: string; hasQuery: boolean }

function pathsIn(node: Node): Path[] {
  switch (node.kind) {
    case 'action': {
      const { call, probe } = node
      return [
        ...(call.uses === 'http' || call.uses === 'emit'
          ? [{ path: call.path, field: '/call/path', hasQuery: call.uses === 'http' }]
          : []),
        ...(probe ? [{ path: probe.call.path, field: '/probe/call/path', hasQuery: true }] : []),
      ]
    }
    case 'planner':
      return strategiesOf(node).flatMap(({ strategy, field }) =>
        strategy.type === 'http' ? [{ path: strategy.path, field: `${field}/path`, hasQuery: false }] : [],
      )
    case 'trigger':
    case 'verifier':
    case 'approval':
    case 'outcome':
      return []
  }
}

function checkPath(index: GraphIndex, { id }: Node, { path, field, hasQuery }: Path): Diagnostic[] {
  const scan = scanTemplate(path)
  if (!scan.ok) return []
  const [first] = scan.parts
  const at = fieldOf(id, field)
  if (first?.type === 'text' && /^[a-z][a-z0-9+.-]*:/i.test(first.text))
    return [
      diagnose('bad-path', at, 'This is an address: the host has that, and a path is what comes after it'),
    ]
  if (first?.type === 'text' && !first.text.startsWith('/')) {
    const fix = setField(index, id, field, `/${path}`, 'Begin with a slash')
    return [diagnose('bad-path', at, 'A path begins with a slash', fix)]
  }
  if (!scan.parts.some((part) => part.type === 'text' && /[?#]/.test(part.text))) return []
  const instead = hasQuery ? ': put parameters into the query' : ''
  return [diagnose('bad-path', at, `A path holds neither “?” nor “#”${instead}`)]
}
