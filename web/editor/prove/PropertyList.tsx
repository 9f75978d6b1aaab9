import { CircleAlert, CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import type { ProofReport, ProvedProperty, Violation } from '../../../shared/prove/proofReport.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { openViolation } from './runProof.ts'

/** Every property with whether it holds, and what breaks it: picking a violation plays its run. */
export function PropertyList({ report }: { report: ProofReport }) {
  return (
    <ul aria-label="Properties" className="pb-2">
      {inOrder(report.properties).map((property) => (
        <PropertyRow
          key={property.id}
          property={property}
          violations={report.violations.filter((violation) => violation.property === property.id)}
        />
      ))}
    </ul>
  )
}

/** What is broken comes first. */
function inOrder(properties: readonly ProvedProperty[]): ProvedProperty[] {
  const rank = ({ holds }: ProvedProperty) => (holds === false ? 0 : holds === null ? 1 : 2)
  return properties.toSorted((a, b) => rank(a) - rank(b))
}

const looks = {
  holds: { icon: CircleCheck, tone: 'text-success', words: 'Holds' },
  broken: { icon: CircleX, tone: 'text-danger', words: 'Does not hold' },
  open: { icon: CircleHelp, tone: 'text-fg-3', words: 'Not proved' },
} as const

function PropertyRow({
  property,
  violations,
}: {
  property: ProvedProperty
  violations: readonly Violation[]
}) {
  const { title, holds, note } = property
  const { icon: Icon, tone, words } = looks[holds === null ? 'open' : holds ? 'holds' : 'broken']
  return (
    <li className="px-3 py-1">
      <div className="flex items-start gap-2 text-sm">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
        <span className="min-w-0 flex-1">
          {title}
          {note !== null && <span className="block text-xs text-fg-3">{note}</span>}
        </span>
        <span className={`shrink-0 text-xs ${tone}`}>{words}</span>
      </div>
      {violations.length > 0 && (
        <ul aria-label={`What breaks “${title}”`}>
          {violations.map((violation) => (
            <ViolationRow key={violation.message} violation={violation} />
          ))}
        </ul>
      )}
    </li>
  )
}

function ViolationRow({ violation }: { violation: Violation }) {
  const store = useEditorStore()
  const chosen = useEditor((state) => state.openViolation?.violation === violation)
  return (
    <li className={chosen ? 'bg-accent-soft' : 'hover:bg-surface-2'}>
      <button
        type="button"
        aria-current={chosen ? 'true' : undefined}
        onClick={() => openViolation(store, violation)}
        className="flex w-full items-start gap-2 py-1 pr-2 pl-6 text-left text-sm focus-visible:-outline-offset-2"
      >
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-danger" />
        <span className="min-w-0 flex-1 break-words">{violation.message}</span>
      </button>
    </li>
  )
}
