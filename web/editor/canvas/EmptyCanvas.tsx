import { LayoutTemplate } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { KindIcon } from '../../ui/KindIcon.tsx'
import { addFromCatalogue } from '../commands/addFromCatalogue.ts'
import { TemplatePicker } from '../laterParts.tsx'
import { nodeCatalogue } from '../model/nodeCatalogue.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/** What an empty loop opens with: a drawing of a loop, a trigger to start from, and whole loops to take apart. */
export function EmptyCanvas() {
  const store = useEditorStore()
  const [picking, setPicking] = useState(false)
  const addTrigger = () => {
    const entry = nodeCatalogue.find((each) => each.key === 'trigger')
    if (!entry) return
    addFromCatalogue(store.getState(), entry, { at: { x: 0, y: 0 } })
    store.getState().canvas?.focus()
  }
  return (
    <div className="pointer-events-none absolute inset-0 z-1 flex items-center justify-center overflow-auto p-6">
      <div className="pointer-events-auto flex w-full max-w-lg flex-col items-center gap-3 text-center">
        <LoopDrawing />
        <h2 className="text-lg font-semibold">A loop plans, acts and verifies</h2>
        <p className="max-w-md text-sm text-fg-2">
          A trigger starts a run. A planner decides which actions to take. A verifier checks what they did,
          and goes on, plans again or undoes it.
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button
            variant="primary"
            size="lg"
            icon={<KindIcon kind="trigger" className="text-on-accent" />}
            onClick={addTrigger}
          >
            Add a trigger
          </Button>
          <Button
            size="lg"
            icon={<LayoutTemplate aria-hidden />}
            aria-expanded={picking}
            onClick={() => setPicking(!picking)}
          >
            Start from a template
          </Button>
        </div>
        {picking && <TemplatePicker />}
        <p className="flex items-center gap-1.5 text-xs text-fg-3">
          <Kbd keys="A" /> or a double click adds a node, <Kbd keys="?" /> lists every key
        </p>
      </div>
    </div>
  )
}

const boxes = [
  { x: 8, hue: 'var(--kind-trigger)' },
  { x: 108, hue: 'var(--kind-planner)' },
  { x: 208, hue: 'var(--kind-action)' },
  { x: 308, hue: 'var(--kind-verifier)' },
  { x: 408, hue: 'var(--kind-outcome)' },
] as const

function LoopDrawing() {
  return (
    <svg aria-hidden viewBox="0 0 480 112" className="mb-1 w-full max-w-md" fill="none" strokeWidth={1.5}>
      {boxes.slice(1).map(({ x }) => (
        <path key={x} d={`M ${x - 36} 32 H ${x}`} style={{ stroke: 'var(--text-3)' }} />
      ))}
      <path
        d="M 372 40 H 378 Q 386 40 386 48 V 84 Q 386 92 378 92 H 100 Q 92 92 92 84 V 48 Q 92 40 100 40 H 108"
        style={{ stroke: 'var(--verdict-replan)' }}
      />
      {boxes.map(({ x, hue }) => (
        <g key={x}>
          <rect
            x={x}
            y={12}
            width={64}
            height={40}
            rx={5}
            style={{ fill: 'var(--surface-1)', stroke: 'var(--border-2)' }}
          />
          <rect x={x} y={12} width={4} height={40} rx={2} style={{ fill: hue }} />
          <rect x={x + 12} y={24} width={40} height={4} rx={2} style={{ fill: 'var(--text-3)' }} />
          <rect x={x + 12} y={34} width={26} height={4} rx={2} style={{ fill: 'var(--border-2)' }} />
        </g>
      ))}
    </svg>
  )
}
