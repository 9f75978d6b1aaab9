import { KindIcon } from '../../ui/KindIcon.tsx'
import { catalogueDragType } from '../canvas/useCanvasDrop.ts'
import { addFromCatalogue } from '../commands/addFromCatalogue.ts'
import { nodeCatalogue } from '../model/nodeCatalogue.ts'
import { VariantIcon } from '../nodes/VariantIcon.tsx'
import { useEditorStore } from '../store/EditorContext.ts'

/** What can be added: a click puts it after the selected node, dragging puts it anywhere, on a wire splices it in. */
export function CatalogueList() {
  const store = useEditorStore()
  return (
    <ul aria-label="What can be added" className="py-1">
      {nodeCatalogue.map((entry) => (
        <li key={entry.key}>
          <button
            type="button"
            draggable
            title={entry.says}
            onDragStart={(event) => {
              event.dataTransfer.setData(catalogueDragType, entry.key)
              event.dataTransfer.effectAllowed = 'copy'
            }}
            onClick={() => addFromCatalogue(store.getState(), entry)}
            className="flex h-7 w-full items-center gap-2 px-3 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
          >
            <KindIcon kind={entry.kind} />
            <span className="min-w-0 flex-1 truncate">{entry.title}</span>
            <VariantIcon node={entry.make('sample')} className="size-3.5 shrink-0 text-fg-3" />
          </button>
        </li>
      ))}
    </ul>
  )
}
