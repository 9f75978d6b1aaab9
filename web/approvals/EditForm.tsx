import { useState } from 'react'
import type { ApprovalDetail, ApprovalStep } from '../../shared/api/approvals.ts'
import { JsonObject } from '../../shared/json.ts'
import { Button } from '../ui/Button.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { Field } from '../ui/Field.tsx'
import type { Decided } from './DecisionForm.tsx'

type EditFormProps = {
  detail: ApprovalDetail
  busy: boolean
  onCancel: () => void
  onSend: (decision: Decided) => void
}

/** Other arguments for the steps that are asked about and have not started. */
export function EditForm({ detail, busy, onCancel, onSend }: EditFormProps) {
  const steps = detail.steps.filter(({ asked, status }) => asked && status === 'waiting')
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(steps.map(({ step, args }) => [step, JSON.stringify(args, null, 2)])),
  )
  const read = steps.map((step) => ({ step, read: readArgs(step, texts[step.step] ?? '') }))
  const changes = read.flatMap(({ step, read: { args, changed } }) =>
    args && changed ? [{ step: step.step, args }] : [],
  )
  const isBroken = read.some(({ read: { fault } }) => fault !== null)
  return (
    <form
      aria-label="Edit the plan"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBroken && changes.length > 0) onSend({ decision: 'edit', changes })
      }}
    >
      <p className="text-sm text-fg-2">
        What you change makes another plan: rails and policies look at it again, and somebody else has to
        approve it. Values are taken as they are; nothing in them is evaluated.
      </p>
      {read.map(({ step, read: { fault } }) => (
        <Field
          key={step.step}
          label={`Arguments of ${step.step}`}
          {...(fault === null ? {} : { error: fault })}
          {...(Object.keys(step.bindings).length > 0
            ? { help: 'Where null stays, what an earlier step brings is filled in.' }
            : {})}
        >
          <CodeEditor
            language="json"
            label={`Arguments of ${step.step}`}
            value={texts[step.step] ?? ''}
            onChange={(text) => setTexts((before) => ({ ...before, [step.step]: text }))}
          />
        </Field>
      ))}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={busy} disabled={isBroken || changes.length === 0}>
          Propose this instead
        </Button>
      </div>
    </form>
  )
}

type Read = { args: JsonObject | null; changed: boolean; fault: string | null }

function readArgs({ args: before }: ApprovalStep, text: string): Read {
  try {
    const parsed = JsonObject.safeParse(JSON.parse(text))
    if (!parsed.success)
      return { args: null, changed: false, fault: 'Write an object, such as { "amount": 20 }.' }
    return { args: parsed.data, changed: JSON.stringify(parsed.data) !== JSON.stringify(before), fault: null }
  } catch (error) {
    if (error instanceof SyntaxError)
      return { args: null, changed: false, fault: `This is no JSON: ${error.message}` }
    throw error
  }
}
