import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Program } from '../compile/program.ts'
import type { Json } from '../json.ts'
import { compareSchemas, type SchemaChange } from './compareSchemas.ts'
import { compareServers } from './compareServers.ts'
import { compareTemplates } from './compareTemplates.ts'
import type { AffectedParty, LoopChange } from './compatibility.ts'
import { waitsOf, workspaceNeeds } from './loopNeeds.ts'

/**
 * What changes from one version of a loop to another for those outside of it: who starts runs, who reads what comes of them, who posts
 * events to them, the servers that it calls, and the workspace. What only the loop itself notices is left out.
 */
export function compareLoops(before: Program, after: Program): LoopChange[] {
  return [
    ...placed(
      'callers',
      '/input',
      compareSchemas(before.trigger.input ?? {}, after.trigger.input ?? {}, 'input'),
    ),
    ...compareTriggers(before, after),
    ...compareOutcomes(before, after),
    ...compareWaits(before, after),
    ...compareServers(before, after),
    ...compareNeeds(before, after),
  ]
}

function placed(who: AffectedParty, place: string, changes: readonly SchemaChange[]): LoopChange[] {
  return changes.map((change) => ({ who, ...change, path: `${place}${change.path}` }))
}

function compareTriggers({ trigger: before }: Program, { trigger: after }: Program): LoopChange[] {
  const change = (
    path: string,
    kind: string,
    breaking: LoopChange['breaking'],
    message: string,
  ): LoopChange => ({ who: 'callers', path, change: kind, breaking, message })
  const changes: LoopChange[] = []
  if (before.auth.scheme !== after.auth.scheme) {
    const message = `Callers prove who they are by “${after.auth.scheme}” now, and did by “${before.auth.scheme}”`
    changes.push(change('/auth/scheme', 'changed', after.auth.scheme !== 'none', message))
  } else if (!isSame(before.auth as Json, after.auth as Json)) {
    const message = 'Callers are checked by the same scheme with other settings: the secret or the header'
    changes.push(change('/auth', 'changed', 'unknown', message))
  }
  if (before.dedupe !== after.dedupe) {
    const message = 'What counts as the same call is told in another way: a repeat may start a second run'
    changes.push(change('/dedupe', 'changed', 'unknown', message))
  }
  const known = new Set(before.quality.filter(({ effect }) => effect === 'reject').map(({ when }) => when))
  for (const { id, when, effect } of after.quality)
    if (effect === 'reject' && !known.has(when))
      changes.push(
        change(`/quality/${id}`, 'added', 'unknown', `The check “${id}” may reject what was taken`),
      )
  if (before.respond.mode === 'wait' && after.respond.mode === 'now')
    changes.push(
      change(
        '/respond',
        'changed',
        true,
        'The answer is the run now; it was the outcome, when it came in time',
      ),
    )
  if (before.respond.mode === 'now' && after.respond.mode === 'wait')
    changes.push(
      change(
        '/respond',
        'changed',
        'unknown',
        'The answer is the outcome now, when it comes in time; it was the run',
      ),
    )
  return changes
}

function compareOutcomes(before: Program, after: Program): LoopChange[] {
  const statuses = new Set(Object.values(before.outcomes).map(({ status }) => status))
  return Object.entries(after.outcomes).flatMap(([id, outcome]): LoopChange[] => {
    const place = `/outcomes/${id}`
    const known = Object.hasOwn(before.outcomes, id) ? before.outcomes[id] : undefined
    if (!known) {
      // A new end of a status that there was is read as the other ones of it were.
      const others = Object.values(before.outcomes).filter(({ status }) => status === outcome.status)
      const message = `Runs can end at “${outcome.title}” now, as ${outcome.status}`
      const isRead = others.some(({ body }) => isSame(body, outcome.body))
      return [{ who: 'readers', path: place, change: 'added', breaking: isRead ? false : 'unknown', message }]
    }
    const status: LoopChange[] =
      known.status === outcome.status
        ? []
        : [
            {
              who: 'readers',
              path: `${place}/status`,
              change: 'changed',
              breaking: statuses.has(outcome.status) ? 'unknown' : true,
              message: `“${outcome.title}” ends a run as ${outcome.status} now, and did as ${known.status}`,
            },
          ]
    const body = compareTemplates(known.body ?? {}, outcome.body ?? {})
    return [
      ...status,
      ...body.map(
        (change): LoopChange => ({ who: 'readers', ...change, path: `${place}/body${change.path}` }),
      ),
    ]
  })
}

/** Events that runs wait for: who posts one that nobody takes posts it for nothing, and one that is new has to be posted. */
function compareWaits(before: Program, after: Program): LoopChange[] {
  const was = waitsOf(before)
  const is = waitsOf(after)
  const gone = [...was]
    .filter((name) => !is.has(name))
    .map((name) => eventChange(name, 'removed', true, `No run waits for the event “${name}” any more`))
  const come = [...is]
    .filter((name) => !was.has(name))
    .map((name) =>
      eventChange(name, 'added', 'unknown', `Runs wait for the event “${name}”: somebody has to post it`),
    )
  return [...gone, ...come]
}

const eventChange = (
  name: string,
  change: string,
  breaking: LoopChange['breaking'],
  message: string,
): LoopChange => ({ who: 'senders', path: `/events/${name}`, change, breaking, message })

/** What the workspace has to have that it did not need before. */
function compareNeeds(before: Program, after: Program): LoopChange[] {
  const was = workspaceNeeds(before)
  const is = workspaceNeeds(after)
  return (['hosts', 'secrets', 'loops'] as const).flatMap((kind) =>
    [...is[kind]]
      .filter((name) => !was[kind].has(name))
      .map((name): LoopChange => {
        const message = `The workspace has to have the ${kind.slice(0, -1)} “${name}”`
        return { who: 'workspace', path: `/${kind}/${name}`, change: 'added', breaking: 'unknown', message }
      }),
  )
}

function isSame(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b)
}
