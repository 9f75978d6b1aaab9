import { assertNever } from '../../../../shared/assertNever.ts'
import type { WaitFor } from '../../../../shared/graph/nodes/action.ts'
import type { Json } from '../../../../shared/json.ts'
import { CelField } from '../fields/CelField.tsx'
import { NumberOrCelField } from '../fields/NumberOrCelField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { textOf } from '../items.ts'

const kinds = [
  { value: 'duration', label: 'Some time to pass', hint: 'So many seconds' },
  { value: 'until', label: 'A point in time', hint: 'A date and time, written or computed' },
  { value: 'event', label: 'An event', hint: 'Somebody posts it to the run' },
] as const

const timeouts = [{ value: 'go-on', label: 'Go on', hint: 'The output is null' }] as const

const scope = ['args', 'input', 'request', 'run', 'steps', 'facts'] as const

const newWait = (type: string): Json => {
  if (type === 'until') return { type, time: '{{ input.at }}' }
  if (type === 'event') return { type, event: 'done', timeoutSeconds: 3600 }
  return { type: 'duration', seconds: 60 }
}

/** What a step waits for. */
export function WaitFields({ wait }: { wait: WaitFor }) {
  return (
    <>
      <SelectField
        at="/call/for"
        label="Waits for"
        options={kinds}
        fromValue={(value) => textOf(value, 'type')}
        toValue={newWait}
      />
      <WaitDetails wait={wait} />
    </>
  )
}

function WaitDetails({ wait }: { wait: WaitFor }) {
  switch (wait.type) {
    case 'duration':
      return (
        <NumberOrCelField
          at="/call/for/seconds"
          label="Seconds"
          roots={scope}
          help="A number, or CEL that gives one: input.delay * 60"
        />
      )
    case 'until':
      return (
        <TemplateField
          at="/call/for/time"
          label="Time"
          roots={scope}
          help="RFC 3339, such as 2027-01-31T09:00:00Z, or {{ an expression }}; a time that is past ends it at once"
        />
      )
    case 'event':
      return <EventDetails />
    default:
      return assertNever(wait)
  }
}

function EventDetails() {
  return (
    <>
      <TextField
        at="/call/for/event"
        label="Event"
        code
        help="Its name: posted to the run under /api/runs/{run}/signals, or on the run’s page"
      />
      <CelField
        at="/call/for/match"
        label="Only if"
        optional
        roots={['event', ...scope]}
        help="Over event.data, event.by and what the step can read; one that does not match is left alone"
      />
      <div className="grid grid-cols-2 gap-2">
        <SecondsField at="/call/for/timeoutSeconds" label="At most" />
        <SelectField
          at="/call/for/onTimeout"
          label="If none comes"
          none="The step fails (default)"
          options={timeouts}
        />
      </div>
    </>
  )
}
