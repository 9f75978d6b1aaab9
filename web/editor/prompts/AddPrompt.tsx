import { KindIcon } from '../../ui/KindIcon.tsx'
import { addFromCatalogue } from '../commands/addFromCatalogue.ts'
import { fittingInPort, fittingOutPort, nodeOf, outPortsOf } from '../model/connect.ts'
import { splicePorts } from '../model/insertNode.ts'
import { type CatalogueEntry, nodeCatalogue } from '../model/nodeCatalogue.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Prompt } from '../store/viewSlice.ts'
import { PromptPanel } from './PromptPanel.tsx'

type AddPromptProps = { wish: Extract<Prompt, { type: 'add' }>; onClose: () => void }

/** What can be added: at a wire's end only what fits there; else everything, what fits after the selection first. */
export function AddPrompt({ wish, onClose }: AddPromptProps) {
  const store = useEditorStore()
  const items = choices(store.getState(), wish).map(({ entry, group }) => ({
    key: entry.key,
    label: entry.title,
    words: entry.kind,
    hint: entry.says,
    icon: <KindIcon kind={entry.kind} look="tile" />,
    group,
    pick: () => addFromCatalogue(store.getState(), entry, wish),
  }))
  return (
    <PromptPanel
      label="Add a node"
      placeholder={question(wish)}
      empty="Nothing of that name fits here"
      items={items}
      onClose={onClose}
    />
  )
}

function question({ from, to }: AddPromptProps['wish']): string {
  if (from) return `What comes after “${from.port}”?`
  return to ? `What leads to “${to.port}”?` : 'Add a node…'
}

export function choices(
  { graph, selection }: EditorState,
  wish: AddPromptProps['wish'],
): { entry: CatalogueEntry; group: string }[] {
  const from = wish.from ? nodeOf(graph, wish.from.node) : null
  if (wish.from && from) {
    const start = { kind: from.kind, port: wish.from.port }
    return nodeCatalogue
      .filter((entry) => fittingInPort(start, entry.kind) !== null)
      .map((entry) => ({ entry, group: `Fits “${start.port}” of ${from.title}` }))
  }
  const to = wish.to ? nodeOf(graph, wish.to.node) : null
  if (wish.to && to) {
    const end = { kind: to.kind, port: wish.to.port }
    return nodeCatalogue
      .filter((entry) => fittingOutPort(entry.kind, end) !== null)
      .map((entry) => ({ entry, group: `Fits “${end.port}” of ${to.title}` }))
  }
  const edge = graph.edges.find((each) => each.id === wish.edge)
  if (edge) {
    return nodeCatalogue
      .filter((entry) => splicePorts(graph, edge, entry.make('new')) !== null)
      .map((entry) => ({ entry, group: 'Fits into this wire' }))
  }
  const after = wish.at ? undefined : nodeOf(graph, selection.nodes.at(-1) ?? '')
  if (!after) return nodeCatalogue.map((entry) => ({ entry, group: 'Add' }))
  const fits = (entry: CatalogueEntry) =>
    outPortsOf(after.kind).some(
      (port) => fittingInPort({ kind: after.kind, port: port.port }, entry.kind) !== null,
    )
  const [first, rest] = [nodeCatalogue.filter(fits), nodeCatalogue.filter((entry) => !fits(entry))]
  return [
    ...first.map((entry) => ({ entry, group: `After “${after.title}”` })),
    ...rest.map((entry) => ({ entry, group: 'Not wired to it' })),
  ]
}
