import { type ReactElement, useMemo } from 'react'
import { workspacePolicyScope } from '../../../shared/compile/policyScopes.ts'
import type { PolicySetFault } from '../../../shared/compile/policySetFaults.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../../shared/json.ts'
import { approverRoles } from '../../editor/inspector/forms/approverRoles.ts'
import { completePolicy } from '../../policies/completePolicy.ts'
import { makeCase } from '../../policies/makeCase.ts'
import { PolicyTrial } from '../../policies/PolicyTrial.tsx'
import { effectOptions, modeOptions, pointOptions, redactHelp } from '../../policies/policyWords.ts'
import { SnippetMenu } from '../../policies/SnippetMenu.tsx'
import { sampleScope } from '../../policies/sampleScope.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { PolicyCases } from './PolicyCases.tsx'

type PolicyFormProps = {
  policy: WrittenPolicy
  faults: readonly PolicySetFault[]
  /** `undefined` takes a member out. */
  onChange: (change: { [K in keyof WrittenPolicy]?: WrittenPolicy[K] | undefined }) => void
}

const anInput = { amount: 120, email: 'ada@example.com' }

/** One policy of the workspace, with a row to try it in. */
export function PolicyForm({ policy, faults, onChange }: PolicyFormProps) {
  const faultOf = (field: string) => faults.find(({ pointer }) => pointer === field)?.message
  const complete = useMemo(() => completePolicy(policy.at, workspacePolicyScope(policy.at)), [policy.at])
  const whenFault = faultOf('/when')
  const sample = () => sampleScope(policy.at, anInput, Date.now())
  return (
    <div className="flex flex-col gap-3 border-t border-line-1 p-3">
      <div className="flex flex-wrap gap-3">
        <Field label="Title" className="min-w-44 flex-1">
          <Input value={policy.title} onChange={({ target }) => onChange({ title: target.value })} />
        </Field>
        <Field label="Id" className="w-44" help="Stands in the log as workspace:<id>" error={faultOf('/id')}>
          <Input code value={policy.id} onChange={({ target }) => onChange({ id: target.value })} />
        </Field>
        <Choice label="Evaluated at" fault={faultOf('/at')}>
          <Select
            value={policy.at}
            options={pointOptions}
            onValueChange={(at) => onChange({ at: at as Policy['at'] })}
          />
        </Choice>
        <Choice label="Effect" fault={faultOf('/effect')}>
          <Select
            value={policy.effect}
            options={effectOptions}
            onValueChange={(effect) =>
              onChange({
                effect: effect as Policy['effect'],
                ...(effect === 'redact' ? {} : { redact: undefined }),
              })
            }
          />
        </Choice>
        <Choice label="Mode">
          <Select
            value={policy.mode ?? 'enforce'}
            options={modeOptions}
            onValueChange={(mode) => onChange({ mode: mode === 'dry-run' ? 'dry-run' : undefined })}
          />
        </Choice>
      </div>
      <Field
        label="When"
        help="CEL; an error in it denies. A policy holds for every loop, so ask with has() for what not every loop has."
        error={whenFault}
        aside={<SnippetMenu onPick={({ at, when }) => onChange({ at, when })} />}
      >
        <CodeEditor
          language="cel"
          label="When"
          singleLine
          value={policy.when}
          complete={complete}
          diagnostics={
            whenFault === undefined || policy.when === ''
              ? []
              : [{ from: 0, to: policy.when.length, severity: 'error', message: whenFault }]
          }
          onChange={(when) => onChange({ when })}
        />
      </Field>
      <Field label="Message" help="Why, in words: callers and reviewers read it">
        <Input value={policy.message} onChange={({ target }) => onChange({ message: target.value })} />
      </Field>
      {policy.effect === 'redact' && (
        <Field label="What is redacted" help={redactHelp[policy.at]} error={faultOf('/redact')}>
          <PointersInput policy={policy} onChange={(redact) => onChange({ redact })} />
        </Field>
      )}
      {policy.effect === 'require-approval' && <ApprovalFields policy={policy} onChange={onChange} />}
      <PolicyCases
        policy={policy}
        sample={sample}
        onChange={(cases) => onChange({ cases: cases.length === 0 ? undefined : cases })}
      />
      <PolicyTrial
        policy={policy as unknown as Json}
        point={policy.at}
        sample={sample}
        onKeep={(scope) =>
          onChange({ cases: [...(policy.cases ?? []), makeCase(policy as unknown as Json, scope)] })
        }
      />
    </div>
  )
}

function Choice({
  label,
  fault,
  children,
}: {
  label: string
  fault?: string | undefined
  children: ReactElement<Record<string, unknown>>
}) {
  return (
    <Field label={label} className="w-40" error={fault}>
      {children}
    </Field>
  )
}

type PointersInputProps = { policy: Policy; onChange: (pointers: string[] | undefined) => void; id?: string }

function PointersInput({ policy, onChange, id }: PointersInputProps) {
  return (
    <Input
      id={id}
      code
      // What is typed counts when the field is left: a comma would else be lost at once.
      defaultValue={policy.redact?.join(', ') ?? ''}
      placeholder="/email, /items/*/name"
      onBlur={({ target }) => {
        const pointers = target.value.split(',').map((pointer) => pointer.trim())
        const written = pointers.filter((pointer) => pointer !== '')
        onChange(written.length > 0 ? written : undefined)
      }}
    />
  )
}

function ApprovalFields({ policy, onChange }: Pick<PolicyFormProps, 'policy' | 'onChange'>) {
  const chosen = policy.approvers ?? []
  const numberOf = (text: string) => (text.trim() === '' ? undefined : Number(text))
  return (
    <div className="flex flex-wrap gap-3">
      <fieldset className="flex flex-col gap-1">
        <legend className="text-xs font-medium text-fg-2">Who may decide</legend>
        <div className="flex gap-3 text-sm">
          {approverRoles.map(({ value, label }) => (
            <label key={value} className="flex items-center gap-1.5">
              <Checkbox
                checked={chosen.includes(value)}
                onCheckedChange={(checked) => {
                  const roles = approverRoles.map((role) => role.value)
                  const next = roles.filter((role) =>
                    role === value ? checked === true : chosen.includes(role),
                  )
                  onChange({ approvers: next.length > 0 ? next : undefined })
                }}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label="How many" className="w-24" help="Each once">
        <Input
          inputMode="numeric"
          className="tabular"
          value={policy.need ?? ''}
          placeholder="1"
          onChange={({ target }) => onChange({ need: numberOf(target.value) })}
        />
      </Field>
      <Field label="Deadline, in seconds" className="w-40">
        <Input
          inputMode="decimal"
          className="tabular"
          value={policy.deadlineSeconds ?? ''}
          placeholder="86400"
          onChange={({ target }) => onChange({ deadlineSeconds: numberOf(target.value) })}
        />
      </Field>
    </div>
  )
}
