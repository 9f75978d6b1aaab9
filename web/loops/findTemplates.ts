import type { LoopTemplate } from '../../shared/templates/template.ts'
import { kindLooks } from '../ui/KindIcon.tsx'

/** The templates in which each word of a search occurs: in their words, what they teach, or what they are built of. */
export function findTemplates(templates: readonly LoopTemplate[], search: string): readonly LoopTemplate[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return templates.filter((template) => {
    const text = textOf(template)
    return words.every((word) => text.includes(word))
  })
}

function textOf({ title, name, description, teaches, graph }: LoopTemplate): string {
  const nodes = graph.nodes.flatMap((node) => [
    node.title,
    kindLooks[node.kind].label,
    ...(node.kind === 'planner' ? [node.strategy.type] : []),
    ...(node.kind === 'action' ? [node.call.uses] : []),
    ...(node.kind === 'verifier' ? node.checks.map(({ type }) => type) : []),
  ])
  const policies = graph.policies.flatMap((policy) => [policy.title, policy.effect])
  return [title, name, description, teaches, ...nodes, ...policies].join(' ').toLowerCase()
}
