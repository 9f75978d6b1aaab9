import { SendOnce } from '../../../shared/api/sendOnce.ts'
import { callTemplate } from '../../../shared/compile/expressionPlaces.ts'
import type { Scope } from '../../../shared/engine/effect.ts'
import { referencesOf, templateReferences } from '../../../shared/expr/references.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { readJson } from './readJson.ts'

type Values = SendOnce['values']

const roots = ['args', 'input', 'steps', 'facts', 'request', 'run'] as const satisfies (keyof Values)[]

/** The values that a call which is sent by itself needs in place of a run’s: of what is in scope, what its action and the policies read. */
export function onceValues(node: ActionNode, policies: readonly Policy[], scope: Scope): Values {
  const asked = policies.filter(({ at, on }) => at !== 'verdict' && on?.includes(node.id) !== false)
  const conditions = [node.needs, node.ensures, ...asked.map(({ when }) => when)]
  const read = [
    templateReferences(callTemplate(node.call)),
    ...conditions.flatMap((source) => (source === undefined ? [] : [referencesOf(source)])),
  ]
  const isWanted = (root: string) =>
    (root === 'args' && node.args !== undefined) || read.some((each) => each.roots.has(root))
  return Object.fromEntries(
    roots.flatMap((root) => (isWanted(root) && scope[root] !== undefined ? [[root, scope[root]]] : [])),
  )
}

/** What was typed as values; or why it can’t be sent. */
export function readOnceValues(text: string): { ok: true; values: Values } | { ok: false; message: string } {
  const read = readJson(text, 'object')
  if (!read.ok) return read
  const values = SendOnce.shape.values.safeParse(read.value)
  if (values.success) return { ok: true, values: values.data }
  const [first] = values.error.issues
  const unknown =
    first?.code === 'unrecognized_keys' ? `“${first.keys.join('”, “')}” is nothing that it reads. ` : ''
  return { ok: false, message: `${unknown}Give ${roots.join(', ')}; each but input is an object.` }
}
