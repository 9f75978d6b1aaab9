import { ExternalLink } from 'lucide-react'
import type { CheckOf } from '../../../../shared/graph/nodes/check.ts'
import { HostField } from '../fields/HostField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { LabelledRecord } from '../fields/LabelledRecord.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { RetrySwitch } from '../forms/RetryFields.tsx'
import { More } from '../More.tsx'
import { checkCallRoots, checkRoots } from './roots.ts'

/** A checker outside: it gets the contract's request by POST and says whether it holds. */
export function HttpCheckFields({ at, check }: { at: string; check: CheckOf<'http'> }) {
  const more = [check.call.headers, check.timeoutSeconds, check.retry].some((part) => part !== undefined)
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <HostField at={`${at}/call/host`} />
        <TemplateField at={`${at}/call/path`} label="Path" roots={checkCallRoots} />
      </div>
      <JsonField
        at={`${at}/about`}
        label="What it is shown"
        roots={checkRoots}
        help="Strings may hold {{ }}"
      />
      <p className="text-xs text-fg-3">
        It is asked by POST and answers pass, fail or inconclusive. No answer, or one that breaks the
        contract, is no success.{' '}
        <SchemaLink href="/schemas/verifier-request.json">What it is asked</SchemaLink>
        {' · '}
        <SchemaLink href="/schemas/verifier-response.json">what it answers</SchemaLink>
      </p>
      <SwitchField
        at={`${at}/votes`}
        label="Several answers"
        whenOn={{ of: 3, need: 2 }}
        help="For a checker that flaps: it is asked until enough answers hold"
      >
        <div className="grid grid-cols-2 gap-2">
          <NumberField at={`${at}/votes/need`} label="So many hold" integer />
          <NumberField at={`${at}/votes/of`} label="Asked at most" integer />
        </div>
      </SwitchField>
      <More title="Headers, timeout and retry" used={more}>
        <LabelledRecord
          at={`${at}/call/headers`}
          label="Headers"
          noun="header"
          base="x-name"
          roots={checkCallRoots}
        />
        <SecondsField at={`${at}/timeoutSeconds`} label="Timeout" optional placeholder="30" />
        <RetrySwitch at={`${at}/retry`} retry={check.retry} totalSeconds={undefined} />
      </More>
    </>
  )
}

/** A JSON Schema of the verifier contract. */
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
