import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete'
import { useMemo } from 'react'
import { GraphIndex } from '../../../../shared/compile/graphIndex.ts'
import { propertyRoots } from '../../../../shared/compile/propertyScope.ts'
import { Scopes } from '../../../../shared/compile/scopes.ts'
import type { ScopeShape } from '../../../../shared/expr/check.ts'
import { memberNames, memberOf, typeOfSchema, type ValueType } from '../../../../shared/expr/schemaType.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'
import { useEditorStore } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'
import { useResources } from '../useResources.ts'

const meaning: Readonly<Record<string, string>> = {
  input: 'what the run was started with',
  request: 'the call that started it',
  run: 'this run',
  plan: 'the plan in force',
  args: 'the step’s arguments',
  steps: 'the steps of the plan, by id',
  verdict: 'the verdict before this one',
  facts: 'what the steps gave',
  passed: 'what the last pass verified',
  sentBack: 'who sent the run back here, with what feedback',
  checks: 'the checks, by id',
  risk: 'the risk, 0 to 1',
  conclusion: 'the verdict so far',
  secrets: 'the workspace’s secrets',
  it: 'the column’s value',
  output: 'what the step brought',
  item: 'the item of the list',
  index: 'the place of the item, from 0',
  event: 'the event that was posted',
  action: 'the action at hand',
  now: 'the time of the decision',
  recent: 'what the loop did lately',
  classes: 'the data classes at hand',
}
const functions = [
  'size',
  'has',
  'matches',
  'contains',
  'startsWith',
  'endsWith',
  'exists',
  'all',
  'filter',
  'map',
  'int',
  'double',
  'string',
  'timestamp',
  'duration',
]

/** Every root that an expression may name where no other list is given. */
const usualRoots = [
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

/** What the compiler lets the expressions of a node read. Stated properties see a run from outside. */
function shapeAt(graph: Graph, node: string | null, names: string): ScopeShape {
  const index = new GraphIndex(graph)
  if (names === propertyRoots.join(' ')) return new Scopes(index).property()
  return new Scopes(index).anywhereIn(node === null ? undefined : index.node(node))
}

/** The names that an expression can begin with. */
export function rootOptions(roots: readonly string[]): Completion[] {
  return [
    ...roots.map(
      (root): Completion => ({ label: root, type: 'variable', detail: meaning[root] ?? '', boost: 1 }),
    ),
    ...functions.map((name): Completion => ({ label: name, type: 'function', apply: `${name}(` })),
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
