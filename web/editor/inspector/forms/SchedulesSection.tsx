import { useMemo } from 'react'
import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import { Schedule } from '../../../../shared/graph/schedule.ts'
import type { Json } from '../../../../shared/json.ts'
import { occurrences, scheduleFault } from '../../../../shared/schedule/occurrences.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, textOf } from '../items.ts'
import { Section } from '../Section.tsx'

const missedPolicies = [
  { value: 'once', label: 'Make up with one run', hint: 'However many times passed' },
  { value: 'all', label: 'Make up for each', hint: 'The newest hundred at most' },
  { value: 'skip', label: 'Leave them out', hint: 'Only what is less than a minute late runs' },
] as const

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone

const newSchedule = (items: readonly Json[]): Json => ({
  id: uniqueId('schedule', idsOf(items)),
  cron: '0 9 * * 1-5',
  timeZone: ownZone,
  input: {},
})

/** When runs start by themselves. */
export function SchedulesSection({ node }: { node: TriggerNode }) {
  const { schedules } = node
  return (
    <Section title="Schedules" aside={schedules?.length ?? 0} open={schedules !== undefined}>
      <ListField
        at="/schedules"
        noun="schedule"
        optional
        empty="Runs start when they are called. Add a schedule to start them by the clock, too."
        make={newSchedule}
        title={(item) => textOf(item, 'id')}
      >
        {(at, item) => (
          <>
            <TextField at={`${at}/id`} label="Id" code />
            <TextField
              at={`${at}/cron`}
              label="Cron"
              code
              help="Minute, hour, day of the month, month, day of the week: 0 9 * * 1-5 is 9:00 from Monday to Friday"
            />
            <TextField at={`${at}/timeZone`} label="Time zone" code optional placeholder="UTC" />
            <NextTimes item={item} />
            <JsonField
              at={`${at}/input`}
              label="Input"
              help="Of each run. It has to fit the trigger’s schema"
            />
            <SelectField
              at={`${at}/missed`}
              label="Times that were missed"
              none="Make up with one run (default)"
              options={missedPolicies}
            />
          </>
        )}
      </ListField>
    </Section>
  )
}

const shownTimes = 4

/** The next times, so that a builder sees what the five fields mean. */
function NextTimes({ item }: { item: Json }) {
  const next = useMemo(() => nextTimes(item), [item])
  if (!next) return null
  const { times, timeZone } = next
  if (times.length === 0) return <p className="text-xs text-warning">There is no such time.</p>
  return (
    <div className="text-xs text-fg-2">
      <p>Next</p>
      <ul aria-label="The next times" className="tabular">
        {times.map((time) => (
          <li key={time}>{formatIn(time, timeZone)}</li>
        ))}
      </ul>
    </div>
  )
}

function nextTimes(item: Json) {
  const schedule = Schedule.safeParse(item)
  if (!schedule.success || scheduleFault(schedule.data)) return null
  const { timeZone = 'UTC' } = schedule.data
  return { timeZone, times: occurrences(schedule.data, Date.now(), shownTimes) }
}

const formatIn = (time: number, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(time)
