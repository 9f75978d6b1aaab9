import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Program, ProgramAction } from '../compile/program.ts'
import type { Json } from '../json.ts'
import { compareSchemas } from './compareSchemas.ts'
import { compareTemplates } from './compareTemplates.ts'
import type { LoopChange } from './compatibility.ts'
import { externalOf } from './loopNeeds.ts'

/** What changes for the servers that a loop calls: what they get, and what they have to answer. */
export function compareServers(before: Program, after: Program): LoopChange[] {
  const isPlannedOutside = [before, after].every((program) =>
    Object.values(program.planners).some(({ strategy }) => externalOf(strategy).length > 0),
  )
  const gone = isPlannedOutside ? removedActions(before, after) : []
  return [
    ...gone,
    ...Object.entries(after.actions).flatMap(([id, action]) => {
      const known = Object.hasOwn(before.actions, id) ? before.actions[id] : undefined
      return known ? compareActions(id, known, action, isPlannedOutside) : []
    }),
  ]
}

/** An external planner is told which actions there are, and one that is written for some of them misses those. */
function removedActions(before: Program, after: Program): LoopChange[] {
  return Object.keys(before.actions)
    .filter((id) => !Object.hasOwn(after.actions, id))
    .map((id) => ({
      who: 'servers',
      path: `/actions/${id}`,
      change: 'removed',
      breaking: 'unknown',
      message: `External planners can’t plan “${id}” any more`,
    }))
}

function compareActions(
  id: string,
  before: ProgramAction,
  after: ProgramAction,
  isPlannedOutside: boolean,
): LoopChange[] {
  const place = `/actions/${id}`
  const args = isPlannedOutside ? compareSchemas(before.args ?? {}, after.args ?? {}, 'input') : []
  const isServed = after.call.uses === 'http' || after.call.uses === 'loop'
  const output = isServed ? compareSchemas(before.output ?? {}, after.output ?? {}, 'input') : []
  return [
    ...args.map((change): LoopChange => ({ who: 'servers', ...change, path: `${place}/args${change.path}` })),
    ...output.map(
      (change): LoopChange => ({ who: 'servers', ...change, path: `${place}/output${change.path}` }),
    ),
    ...compareCalls(place, before, after),
  ]
}

/** The request itself: a server that was written for the old one gets the new one. */
function compareCalls(place: string, before: ProgramAction, after: ProgramAction): LoopChange[] {
  const changed = (
    path: string,
    message: string,
    breaking: LoopChange['breaking'] = 'unknown',
  ): LoopChange => ({
    who: 'servers',
    path: `${place}/call${path}`,
    change: 'changed',
    breaking,
    message,
  })
  const { call: was } = before
  const { call: is } = after
  if (was.uses !== is.uses)
    return [changed('/uses', `“${after.title}” is done by ${is.uses} now, and was by ${was.uses}`)]
  if (is.uses === 'http' && was.uses === 'http')
    return [
      ...(was.host === is.host
        ? []
        : [changed('/host', `The request goes to “${is.host}” now, and went to “${was.host}”`)]),
      ...(was.method === is.method
        ? []
        : [changed('/method', `The request is a ${is.method} now, and was a ${was.method}`)]),
      ...(was.path === is.path ? [] : [changed('/path', `The path is ${is.path} now, and was ${was.path}`)]),
      ...compareTemplates(was.body ?? null, is.body ?? null).map(
        (change): LoopChange => ({ who: 'servers', ...change, path: `${place}/call/body${change.path}` }),
      ),
      ...(isSame(was.headers ?? {}, is.headers ?? {}) && isSame(was.query ?? {}, is.query ?? {})
        ? []
        : [changed('', 'The headers or the query of the request differ')]),
    ]
  // Nobody outside notices what a run computes, or how long it waits.
  if (is.uses === 'transform' || is.uses === 'wait' || isSame(was as Json, is as Json)) return []
  return [changed('', `What “${after.title}” sends differs`)]
}

function isSame(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b)
}
