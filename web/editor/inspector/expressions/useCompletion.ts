import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete'
import { useMemo } from 'react'
import type { ScopeShape } from '../../../../shared/expr/check.ts'
import { memberNames, memberOf, typeOfSchema, type ValueType } from '../../../../shared/expr/schemaType.ts'
import { useEditorStore } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'
import { useResources } from '../useResources.ts'
import { functionMeanings, rootMeanings } from './meanings.ts'
import { shapeAt } from './shapeAt.ts'

/** Every root that an expression may name where no other list is given. */
export const usualRoots = [
  'input',
  'request',
  'run',
  'plan',
  'steps',
  'verdict',
  'passed',
  'sentBack',
  'facts',
] as const

/** Completes names of a CEL expression: roots, then the members that schemas and steps are known to have. */
export function useCompletion(roots: readonly string[] = usualRoots): CompletionSource {
  return useSource(roots, (context) => context.state.doc.sliceString(0, context.pos))
}

/** As `useCompletion`, inside `{{ }}` only. */
export function useTemplateCompletion(roots: readonly string[] = usualRoots): CompletionSource {
  return useSource(roots, (context) => {
    const before = context.state.doc.sliceString(0, context.pos)
    const open = before.lastIndexOf('{{')
    return open > before.lastIndexOf('}}') ? before.slice(open + 2) : null
  })
}

function useSource(
  roots: readonly string[],
  expressionBefore: (context: CompletionContext) => string | null,
): CompletionSource {
  const store = useEditorStore()
  const node = useFormNode()
  const { secrets } = useResources()
  // The list is made in render by most callers: its names are what counts.
  const names = roots.join(' ')
  return useMemo(() => {
    return (context) => {
      const before = expressionBefore(context)
      if (before === null) return null
      const path = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? ''
      if (path === '' && !context.explicit) return null
      const shape: ScopeShape = {
        ...shapeAt(store.getState().graph, node, names),
        secrets: { type: 'object', properties: Object.fromEntries(secrets.map((name) => [name, true])) },
      }
      const parts = path.split('.')
      const word = parts.at(-1) ?? ''
      const options =
        parts.length === 1
          ? rootOptions(names.split(' '))
          : memberOptions(shape, names.split(' '), parts.slice(0, -1))
      return { from: context.pos - word.length, options, validFor: /^\w*$/ }
    }
    // oxlint-disable-next-line react/exhaustive-deps -- `expressionBefore` is one of two constants
  }, [store, node, names, secrets])
}

/** The names that an expression can begin with. */
export function rootOptions(roots: readonly string[]): Completion[] {
  return [
    ...roots.map(
      (root): Completion => ({ label: root, type: 'variable', detail: rootMeanings[root] ?? '', boost: 1 }),
    ),
    ...Object.entries(functionMeanings).map(
      ([name, detail]): Completion => ({ label: name, type: 'function', detail, apply: `${name}(` }),
    ),
  ]
}

/** The members of what a path leads to, as far as they are known. */
export function memberOptions(
  shape: ScopeShape,
  roots: readonly string[],
  path: readonly string[],
): Completion[] {
  const [root = '', ...members] = path
  const schema = shape[root]
  if (!roots.includes(root) || schema === undefined) return []
  let type: ValueType = typeOfSchema(schema)
  for (const name of members) {
    const member = memberOf(type, name)
    if (member.is !== 'known') return []
    type = member.type
  }
  return memberNames(type).map((label) => {
    const member = memberOf(type, label)
    return { label, type: 'property', detail: member.is === 'known' ? (member.type.kind ?? '') : '' }
  })
}
