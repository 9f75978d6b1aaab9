import { ChevronDown, ChevronRight, Trash2 } from 'lucide-react'
import type { PolicySetFault } from '../../../shared/compile/policySetFaults.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { effectOptions, pointOptions } from '../../policies/policyWords.ts'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import { toneOfEffect } from './toneOfEffect.ts'

type PolicyItemProps = {
  policy: Policy
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  faults: readonly PolicySetFault[]
  /** Null where it may only be read; called with null to take it out. */
  onChange: ((next: Policy | null) => void) | null
}

/** A policy as a line that opens to its form. */
export function PolicyItem({ policy, isOpen, onOpen, faults, onChange }: PolicyItemProps) {
  const { title, at, effect, mode, when, version } = policy
  const fault = faults.find(({ warning }) => !warning)
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
            onChange(Object.fromEntries(entries) as Policy)
          }}
        />
      )}
      {isOpen && !onChange && (
        <p className="border-t border-line-1 p-3 text-sm text-fg-2">
          <code className="font-mono text-xs">{when}</code>
          {policy.message !== '' && <span className="block">{policy.message}</span>}
        </p>
      )}
    </li>
  )
}
