import { useState } from 'react'
import { templates } from '../../../shared/templates/templates.ts'
import { findTemplates } from '../../loops/findTemplates.ts'
import { GraphPicture } from '../../loops/GraphPicture.tsx'
import { Input } from '../../ui/Input.tsx'
import { withPositions } from '../model/withPositions.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/** Whole loops to start from; picking one is an edit like any other, and can be undone. */
export function TemplatePicker() {
  const store = useEditorStore()
  const [search, setSearch] = useState('')
  const found = findTemplates(templates, search)
  return (
    <div className="flex w-full flex-col gap-2 text-left">
      <Input
        type="search"
        aria-label="Search templates"
        placeholder="Search by what it does or is built of"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {found.length === 0 && <p className="text-sm text-fg-2">No template fits.</p>}
      <ul aria-label="Templates" className="flex w-full flex-col gap-1">
        {found.map((template) => (
          <li key={template.name}>
            <button
              type="button"
              className="flex w-full items-start gap-3 rounded-md border border-line-1 bg-surface-1 px-3 py-2 hover:border-line-2 hover:bg-surface-2"
              onClick={() => {
                const state = store.getState()
                state.edit(`Started from “${template.title}”`, (graph) => ({
                  ...withPositions(template.graph),
                  name: graph.name,
                  title:
                    graph.title === graph.name || graph.title === '' ? template.graph.title : graph.title,
                }))
                state.canvas?.fit()
                state.canvas?.focus()
              }}
            >
              <GraphPicture
                graph={template.graph}
                className="h-16 w-28 shrink-0 rounded-sm bg-surface-0 p-1"
              />
              <span className="min-w-0">
                <span className="block text-sm font-medium">{template.title}</span>
                <span className="block text-xs text-fg-2">{template.description}</span>
                <span className="block text-xs text-fg-2">
                  <span className="font-medium">Teaches</span> {template.teaches}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
