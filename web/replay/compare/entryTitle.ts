import type { Program } from '../../../shared/compile/program.ts'
import type { Entry, EntryKind } from '../../../shared/projections/runEntry.ts'

/** What the builder called a node; null for one that the program does not have. */
export type NodeTitles = (node: string) => string | null

export const noTitles: NodeTitles = () => null

export function nodeTitles({ actions, planners, verifiers }: Program): NodeTitles {
  return (node) =>
    [actions, planners, verifiers].find((nodes) => Object.hasOwn(nodes, node))?.[node]?.title ?? null
}

/** What the builder called what an entry is about; null where its name is all there is to it. */
export function entryTitle(kind: EntryKind, { name, fields }: Entry, titleOf: NodeTitles): string | null {
  switch (kind) {
    case 'step':
      return typeof fields.action === 'string' ? titleOf(fields.action) : null
    case 'plan':
    case 'verdict':
      return titleOf(name)
    case 'check':
      return titleOf(name.split(' · ')[0] ?? name)
    case 'input':
    case 'request':
    case 'outcome':
    case 'operator':
    case 'policy':
    case 'approval':
    case 'assumption':
    case 'signal':
      return null
  }
}
