import { Minimize2 } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { KindIcon } from '../../../ui/KindIcon.tsx'
import { nodeOf } from '../../model/connect.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { FormScope } from '../FormScope.ts'
import { Section } from '../Section.tsx'
import { TableColumns } from './TableColumns.tsx'
import { TableRules } from './TableRules.tsx'

/** The rules of the selected planner over the whole canvas, where a wide table can be read and filled in. Escape leaves. */
export function TableStage() {
  const store = useEditorStore()
  const planner = useEditor((state) => {
    const [id, more] = state.selection.nodes
    return id !== undefined && more === undefined && id === state.wideTable?.planner
      ? nodeOf(state.graph, id)
      : undefined
  })
  const heading = useId()
  const stage = useRef<HTMLElement>(null)
  const id = planner?.id
  const left = useEditor((state) => state.wideTable !== null) && id === undefined
  useEffect(() => {
    if (left) store.getState().spreadTable(null)
  }, [store, left])
  useEffect(() => {
    if (id === undefined) return
    stage.current?.querySelector<HTMLElement>('td textarea')?.focus()
  }, [id])
  if (planner?.kind !== 'planner' || planner.strategy.type !== 'table') return null
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from anywhere within
    <section
      ref={stage}
      aria-labelledby={heading}
      className="absolute inset-0 z-20 flex flex-col bg-surface-1"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        store.getState().spreadTable(null)
        store.getState().canvas?.focus()
      }}
    >
      <header className="flex h-9 shrink-0 items-center gap-2 border-b border-line-1 px-3">
        <KindIcon kind="planner" />
        <h2 id={heading} className="min-w-0 flex-1 truncate text-xs font-semibold">
          Rules of “{planner.title}”
        </h2>
        <Button
          size="sm"
          icon={<Minimize2 aria-hidden />}
          aria-keyshortcuts="Escape"
          onClick={() => store.getState().spreadTable(null)}
        >
          Back to the canvas
        </Button>
      </header>
      <div className="relative min-h-0 flex-1 overflow-auto p-3">
        <FormScope value={planner.id}>
          <TableRules at="/strategy" table={planner.strategy} planner={planner} />
          <div className="mt-4 max-w-140 rounded-md border border-b-0 border-line-1">
            <Section title="Columns" aside={planner.strategy.inputs.length} open={false}>
              <TableColumns at="/strategy" table={planner.strategy} />
            </Section>
          </div>
        </FormScope>
      </div>
    </section>
  )
}
