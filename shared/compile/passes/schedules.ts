import type { NodeOf } from '../../graph/nodes/node.ts'
import type { Schedule } from '../../graph/schedule.ts'
import { occurrences, scheduleFault } from '../../schedule/occurrences.ts'
import { validateSchema } from '../../verify/validateSchema.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { schemaFaults } from '../schemaFaults.ts'

/** Schedules that have a time, and runs that are taken. */
export function checkSchedules({ trigger }: GraphIndex): Diagnostic[] {
  if (!trigger?.schedules) return []
  return trigger.schedules.flatMap((schedule, place) => [
    ...checkTimes(trigger, schedule, place),
    ...checkInput(trigger, schedule, place),
    ...checkId(trigger, schedule, place),
  ])
}

function checkTimes({ id }: NodeOf<'trigger'>, schedule: Schedule, place: number): Diagnostic[] {
  const fault = scheduleFault(schedule)
  if (fault)
    return [diagnose('bad-schedule', fieldOf(id, `/schedules/${place}/${fault.field}`), fault.message)]
  // Some time of every year that a calendar can have lies in the 28 years after any.
  if (occurrences(schedule, 0, 1).length > 0) return []
  const message = `“${schedule.cron}” names no day that there is`
  return [diagnose('schedule-never-comes', fieldOf(id, `/schedules/${place}/cron`), message)]
}

function checkInput({ id, input }: NodeOf<'trigger'>, schedule: Schedule, place: number): Diagnostic[] {
  if (!input || schemaFaults(input).length > 0) return []
  const validity = validateSchema(input, schedule.input)
  if (validity.ok) return []
  return validity.errors.map(({ pointer, message }) =>
    diagnose(
      'schedule-input-invalid',
      fieldOf(id, `/schedules/${place}/input${pointer}`),
      `The input of “${schedule.id}” does not fit: ${message}`,
    ),
  )
}

function checkId({ id, schedules = [] }: NodeOf<'trigger'>, schedule: Schedule, place: number): Diagnostic[] {
  if (schedules.findIndex((each) => each.id === schedule.id) === place) return []
  const message = `There are two schedules “${schedule.id}”`
  return [diagnose('duplicate-item', fieldOf(id, `/schedules/${place}/id`), message)]
}
