import { z } from 'zod'
import * as digestSchemas from '../../../shared/audit/digest.ts'
import * as approvalEventSchemas from '../../../shared/engine/approvalEvents.ts'
import * as checkEventSchemas from '../../../shared/engine/checkEvents.ts'
import * as errorSchemas from '../../../shared/engine/effectError.ts'
import * as eventSchemas from '../../../shared/engine/event.ts'
import * as forkSchemas from '../../../shared/engine/fork.ts'
import * as planSchemas from '../../../shared/engine/plan.ts'
import * as planEventSchemas from '../../../shared/engine/planEvents.ts'
import * as errorClassSchemas from '../../../shared/errorClass.ts'
import * as approverSchemas from '../../../shared/graph/approver.ts'
import * as assumptionSchemas from '../../../shared/graph/assumption.ts'
import * as idSchemas from '../../../shared/graph/ids.ts'
import * as outcomeSchemas from '../../../shared/graph/nodes/outcome.ts'
import * as verifierSchemas from '../../../shared/graph/nodes/verifier.ts'
import * as policySchemas from '../../../shared/graph/policy.ts'
import { readDocs } from './docComments.ts'
import { inEvents } from './glossary.ts'
import { pageOf } from './markdown.ts'
import { SchemaPage } from './SchemaPage.ts'

const files = [
  'audit/digest.ts',
  'engine/approvalEvents.ts',
  'engine/checkEvents.ts',
  'engine/effectError.ts',
  'engine/event.ts',
  'engine/fork.ts',
  'engine/plan.ts',
  'engine/planEvents.ts',
  'engine/runTerms.ts',
  'errorClass.ts',
  'graph/approver.ts',
  'graph/assumption.ts',
  'graph/policy.ts',
  'graph/nodes/outcome.ts',
  'graph/nodes/check.ts',
  'graph/nodes/verifier.ts',
]

/** What each event says happened. */
const meanings = {
  'run.accepted': 'The input was taken; the run exists.',
  'input.checked': 'The data-quality checks of the trigger were made.',
  'run.admitted': 'There was room for a run that was queued.',
  'signal.received': 'An event was posted to the run.',
  'plan.requested': 'A planner was asked.',
  'plan.answered': 'An external planner answered, or did not.',
  'plan.proposed': 'A plan was made.',
  'plan.rejected': 'There is no plan, or the one that was proposed may not be carried out.',
  'plan.adopted': 'The plan is carried out from here on.',
  'policy.evaluated': 'A policy was looked at.',
  'approval.requested': 'A person was asked.',
  'approval.granted': 'A person agreed.',
  'approval.denied': 'A person refused.',
  'approval.expired': 'Nobody decided in time.',
  'approval.edited': 'A person changed arguments of what was asked about.',
  'approval.sent-back': 'A person sent it back to a planner.',
  'approval.assigned': 'A person handed it to somebody of those who are asked, or back to all of them.',
  'approval.commented': 'A person said something about it.',
  'approval.superseded': 'What was asked about is gone, or was changed: nobody has to decide it any more.',
  'step.started': 'An attempt of a step was about to leave: this is written before it does.',
  'step.succeeded': 'A step was carried out.',
  'step.failed': 'A step failed for good.',
  'step.retried': 'An attempt failed, and another one follows.',
  'step.skipped': 'A step was not carried out.',
  'step.uncertain': 'Nobody knows whether a step was carried out.',
  'step.late': 'A result came when nothing waited for it any more. It changes nothing.',
  'step.expanded': 'A step that maps over a list got its items; each is then a step of its own.',
  'step.probed': 'A step, or its undo, whose result was unknown was looked into.',
  'assumption.checked': 'What a plan takes for granted was looked at.',
  'check.asked': 'A check that the host makes was asked for.',
  'check.answered': 'A check was answered, or an attempt failed.',
  'check.completed': 'A check of a verifier was made, or left out of this run.',
  'verdict.reached': 'A verifier decided.',
  'iteration.started': 'A pass of plan, act, verify began.',
  'iteration.delayed': 'The next iteration waits, because the last ones brought nothing better.',
  'compensation.started': 'An undo was about to leave.',
  'compensation.succeeded': 'A step was undone.',
  'compensation.failed': 'An undo failed.',
  'lease.granted': 'A resource is held.',
  'lease.released': 'A resource is free again.',
  'run.paused': 'A person paused the run.',
  'run.resumed': 'A person let the run go on.',
  'run.cancelled': 'A person cancelled the run.',
  'run.ended': 'The run is over.',
} as const satisfies Record<eventSchemas.EventType, string>

/** Every event of a run's log. */
export function eventPage(top: string): string {
  const docs = readDocs(top, files)
  const page = new SchemaPage(
    docs,
    {
      ...idSchemas,
      ...digestSchemas,
      ...errorClassSchemas,
      ...errorSchemas,
      ...approverSchemas,
      ...assumptionSchemas,
      ...outcomeSchemas,
      ...verifierSchemas,
      ...policySchemas,
      ...forkSchemas,
      ...planSchemas,
      ...withoutEvents(eventSchemas),
      ...withoutEvents(approvalEventSchemas),
      ...withoutEvents(checkEventSchemas),
      ...withoutEvents(planEventSchemas),
    },
    inEvents,
  )
  const constants = new Map(
    Object.entries({
      ...eventSchemas,
      ...approvalEventSchemas,
      ...checkEventSchemas,
      ...planEventSchemas,
    }).flatMap(([name, value]) => (value instanceof z.ZodObject ? [[value, name]] : [])),
  )
  const events = eventSchemas.EventBody.options.map((body) => {
    const type = Object.keys(meanings).find((name) => body.shape.type.safeParse(name).success) ?? ''
    const data = page.fields(body.shape.data.shape, constants.get(body) ?? '')
    return [`## ${type}`, Object.entries(meanings).find(([name]) => name === type)?.[1] ?? '', data].join(
      '\n\n',
    )
  })
  return pageOf(
    '# Events',
    'A run is its log: what happened, in order, never changed. Each entry is `{ seq, at, type, data, trace, prev, hash }`, and each one names the hash of the one before.',
    ['## The seal', page.says('Seal'), page.section(eventSchemas.Seal, 'Seal')].join('\n\n'),
    ...events,
    '## Parts',
    ...page.linked('###'),
  )
}

/** The schemas that are parts of events, without the events themselves. */
function withoutEvents(schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).filter(
      ([name]) => /^[A-Z]/.test(name) && !/^(EventBody|RunEvent|Seal)$/.test(name),
    ),
  )
}
