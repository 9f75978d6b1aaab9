import { templates } from '../../../shared/templates/templates.ts'
import { withPositions } from '../model/withPositions.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/** Whole loops to start from; picking one is an edit like any other, and can be undone. */
export function TemplatePicker() {
  const store = useEditorStore()
  return (
    <ul aria-label="Templates" className="flex w-full flex-col gap-1 text-left">
      {templates.map((template) => (
        <li key={template.name}>
          <button
            type="button"
            className="w-full rounded-md border border-line-1 bg-surface-1 px-3 py-2 hover:border-line-2 hover:bg-surface-2"
            onClick={() => {
              const state = store.getState()
              state.edit(`Started from “${template.title}”`, (graph) => ({
                ...withPositions(template.graph),
                name: graph.name,
                title: graph.title === graph.name || graph.title === '' ? template.graph.title : graph.title,
              }))
              state.canvas?.fit()
              state.canvas?.focus()
            }}
          >
            <span className="block text-sm font-medium">{template.title}</span>
            <span className="block text-xs text-fg-2">{template.description}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
