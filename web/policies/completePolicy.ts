import type { CompletionSource } from '@codemirror/autocomplete'
import type { ScopeShape } from '../../shared/expr/check.ts'
import type { PolicyPoint } from '../../shared/graph/policy.ts'
import { memberOptions, rootOptions } from '../editor/inspector/expressions/useCompletion.ts'
import { rootsAt } from './policyWords.ts'

/** Completes the names in a policy's condition, as far as they are known without a loop. */
export function completePolicy(point: PolicyPoint, shape: ScopeShape): CompletionSource {
  const roots: readonly string[] = rootsAt[point]
  return (context) => {
    const before = context.state.doc.sliceString(0, context.pos)
    const path = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? ''
    if (path === '' && !context.explicit) return null
    const parts = path.split('.')
    const word = parts.at(-1) ?? ''
    const options = parts.length === 1 ? rootOptions(roots) : memberOptions(shape, roots, parts.slice(0, -1))
    return { from: context.pos - word.length, options, validFor: /^\w*$/ }
  }
}
