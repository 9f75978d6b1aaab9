import { useState } from 'react'
import type { ApprovalDetail } from '../../shared/api/approvals.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { Textarea } from '../ui/Textarea.tsx'
import type { Decided } from './DecisionForm.tsx'

type SendBackFormProps = {
  planners: ApprovalDetail['planners']
  busy: boolean
  onCancel: () => void
  onSend: (decision: Decided) => void
}

/** Back to a planner that the run was at, with what is to be different. */
export function SendBackForm({ planners, busy, onCancel, onSend }: SendBackFormProps) {
  const [to, setTo] = useState(planners[0]?.id ?? '')
  const [feedback, setFeedback] = useState('')
  const said = feedback.trim()
  return (
    <form
      aria-label="Send back"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (said !== '') onSend({ decision: 'send-back', to, feedback: said })
      }}
    >
      <Field label="To" help="It plans again, as another iteration. What has not started is skipped.">
        <Select
          value={to}
          onValueChange={setTo}
          options={planners.map(({ id, title }) => ({ value: id, label: title }))}
        />
      </Field>
      <Field
        label="What is to be different"
        required
        help="The planner reads it: as feedback, and as sentBack.feedback in expressions."
      >
        <Textarea
          value={feedback}
          rows={3}
          maxLength={2000}
          onChange={(event) => setFeedback(event.target.value)}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={busy} disabled={said === '' || to === ''}>
          Send back
        </Button>
      </div>
    </form>
  )
}
