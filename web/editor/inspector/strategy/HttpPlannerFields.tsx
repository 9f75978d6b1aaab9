import { ExternalLink } from 'lucide-react'
import type { HttpStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { HostField } from '../fields/HostField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { LabelledRecord } from '../fields/LabelledRecord.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { RetrySwitch } from '../forms/RetryFields.tsx'
import { More } from '../More.tsx'
import { Section } from '../Section.tsx'
import { planScope } from './scopes.ts'

const scope = [...planScope, 'secrets'] as const

/** A planner outside: it gets the contract's request by POST and answers with steps. */
export function HttpPlannerFields({ at, strategy }: { at: string; strategy: HttpStrategy }) {
  const more = [strategy.headers, strategy.timeoutSeconds, strategy.retry].some((part) => part !== undefined)
  return (
    <Section title="External planner">
      <div className="grid grid-cols-2 gap-2">
        <HostField at={`${at}/host`} />
        <TemplateField at={`${at}/path`} label="Path" roots={scope} />
      </div>
      <p className="text-xs text-fg-3">
        It is asked by POST and answers with steps; what it may use and what was rejected before stand in the
        request. <SchemaLink href="/schemas/planner-request.json">What it is asked</SchemaLink>
        {' · '}
        <SchemaLink href="/schemas/planner-response.json">what it answers</SchemaLink>
      </p>
      <JsonField
        at={`${at}/context`}
        label="Context"
        optional
        roots={planScope}
        help="What it is told besides; strings may hold {{ }}"
      />
      <More title="Headers, timeout and retry" used={more}>
        <LabelledRecord at={`${at}/headers`} label="Headers" noun="header" base="x-name" roots={scope} />
        <SecondsField at={`${at}/timeoutSeconds`} label="Timeout" optional placeholder="30" />
        <RetrySwitch at={`${at}/retry`} retry={strategy.retry} totalSeconds={undefined} />
      </More>
    </Section>
  )
}

/** A JSON Schema of the planner contract. */
function SchemaLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent hover:underline"
    >
      {children}
      <ExternalLink aria-hidden className="size-3" />
      <span className="sr-only">(JSON Schema, in a new tab)</span>
    </a>
  )
}
