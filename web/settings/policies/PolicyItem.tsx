import { ChevronDown, ChevronRight, Trash2 } from 'lucide-react'
import type { PolicySetFault } from '../../../shared/compile/policySetFaults.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../../shared/json.ts'
import { CaseMark } from '../../policies/CaseView.tsx'
import { effectOptions, pointOptions } from '../../policies/policyWords.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import { toneOfEffect } from './toneOfEffect.ts'

type PolicyItemProps = {
  policy: WrittenPolicy
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  faults: readonly PolicySetFault[]
  /** Null where it may only be read; called with null to take it out. */
  onChange: ((next: WrittenPolicy | null) => void) | null
}

/** A policy as a line that opens to its form. */
export function PolicyItem({ policy, isOpen, onOpen, faults, onChange }: PolicyItemProps) {
  const { title, at, effect, mode, when, version, cases = [] } = policy
  const fault = faults.find(({ warning }) => !warning)
  const failing = faults.filter(({ pointer }) => isCaseFailure(pointer)).length
  return (
    <li className="rounded-md border border-line-1 bg-surface-1">
      <div className="flex items-center gap-2 px-2 py-1.5">
        <IconButton
          size="sm"
          label={`${isOpen ? 'Close' : 'Open'} ${title}`}
          icon={isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          onClick={() => onOpen(!isOpen)}
        />
        <span className="max-w-64 shrink-0 truncate text-sm font-medium">{title}</span>
        <Badge tone={toneOfEffect[effect]}>
          {effectOptions.find(({ value }) => value === effect)?.label}
        </Badge>
        <Badge>at {pointOptions.find(({ value }) => value === at)?.label.toLowerCase()}</Badge>
        {mode === 'dry-run' && <Badge tone="warning">on trial</Badge>}
        <code className="min-w-0 flex-1 truncate font-mono text-xs text-fg-3">{when}</code>
        {fault && !isOpen && <Badge tone="danger">{fault.message}</Badge>}
        {failing > 0 && !isOpen && (
          <Badge tone="warning">
            {failing} of {cases.length} {cases.length === 1 ? 'case fails' : 'cases fail'}
          </Badge>
        )}
        <span className="tabular text-xs text-fg-3">v{version ?? 1}</span>
        {onChange && (
          <IconButton
            size="sm"
            label={`Remove ${title}`}
            icon={<Trash2 aria-hidden />}
            onClick={() => onChange(null)}
          />
        )}
      </div>
      {isOpen && onChange && (
        <PolicyForm
          policy={policy}
          faults={faults}
          onChange={(change) => {
            const entries = Object.entries({ ...policy, ...change }).filter(
              ([, value]) => value !== undefined,
            )
            onChange(Object.fromEntries(entries) as WrittenPolicy)
          }}
        />
      )}
      {isOpen && !onChange && <PolicyText policy={policy} />}
    </li>
  )
}

const isCaseFailure = (pointer: string) => /^\/cases\/\d+\/expect$/u.test(pointer)

/** A policy for who may only read it. */
function PolicyText({ policy }: { policy: WrittenPolicy }) {
  const { when, message, cases = [] } = policy
  return (
    <div className="flex flex-col gap-1 border-t border-line-1 p-3 text-sm text-fg-2">
      <code className="font-mono text-xs">{when}</code>
      {message !== '' && <p>{message}</p>}
      {cases.length > 0 && (
        <ul aria-label="Cases" className="flex flex-col gap-0.5">
          {cases.map((test) => (
            <li key={test.id} className="flex items-center gap-2">
              <span className="min-w-0 truncate">{test.title}</span>
              <CaseMark policy={policy as unknown as Json} test={test as unknown as Json} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
