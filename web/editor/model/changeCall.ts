import type { ActionCall, ActionNode, ActionUses } from '../../../shared/graph/nodes/action.ts'

/** A call of a kind as it starts out; `host` is one that it can start from. */
export function newCall(uses: ActionUses, host = ''): ActionCall {
  switch (uses) {
    case 'http':
      return { uses, host, method: 'POST', path: '/' }
    case 'transform':
      return { uses, value: '{{ input }}' }
    case 'wait':
      return { uses, for: { type: 'event', event: 'done', timeoutSeconds: 3600 } }
    case 'loop':
      return { uses, loop: '', input: '{{ args }}' }
    case 'emit':
      return { uses, host, path: '/', type: 'com.example.done' }
  }
}

/** How safe each kind of call is to repeat and to undo, as far as nobody says otherwise. */
export const usualSafety = {
  http: { reversibility: 'irreversible', idempotency: 'keyed' },
  transform: { reversibility: 'pure', idempotency: 'native' },
  wait: { reversibility: 'pure', idempotency: 'native' },
  loop: { reversibility: 'irreversible', idempotency: 'native' },
  emit: { reversibility: 'irreversible', idempotency: 'keyed' },
} as const satisfies Record<ActionUses, Pick<ActionNode, 'reversibility' | 'idempotency'>>

/** The action with another kind of call: how safe it is follows unless it was set to something of its own. */
export function changeCall(node: ActionNode, to: ActionUses): ActionNode {
  const before = usualSafety[node.call.uses]
  const untouched = node.reversibility === before.reversibility && node.idempotency === before.idempotency
  return { ...node, call: newCall(to), ...(untouched ? usualSafety[to] : {}) }
}
