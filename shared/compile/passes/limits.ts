import { constantOf } from '../../expr/constantOf.ts'
import type { NodeId } from '../../graph/ids.ts'
import { defaultLimits, type ResolvedLimits } from '../../graph/limits.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { StepTemplate } from '../../graph/nodes/planner.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { setLimit } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { stepLists } from '../strategies.ts'
import { possibleVerdicts } from '../verdicts.ts'
import { isRepeated } from './costs.ts'

/** What the graph wants to do fits the limits of its runs. */
export function checkLimits(index: GraphIndex): Diagnostic[] {
  const limits = { ...defaultLimits, ...index.graph.limits } as ResolvedLimits
  return [
    ...index.nodesOf('planner').flatMap((planner) => checkPlanner(index, planner, limits)),
    ...index.nodesOf('approval').flatMap((approval) => checkDeadline(approval, limits)),
    ...index.nodesOf('action').flatMap((action) => checkWait(action, limits)),
    ...checkPolicies(index, limits),
    ...checkIterations(index, limits),
  ]
}

function checkPlanner(index: GraphIndex, planner: NodeOf<'planner'>, limits: ResolvedLimits): Diagnostic[] {
  return stepLists(planner).flatMap(({ steps, field, type }) => {
    const mapped = steps.flatMap((step, place) => checkMap(planner.id, step, `${field}/${place}`, limits))
    // A goal's candidates are not all used.
    if (type === 'goal') return mapped
    const at = fieldOf(planner.id, field)
    const tooMany =
      steps.length > limits.steps
        ? [
            diagnose(
              'plan-over-limit',
              at,
              `The plan has ${steps.length} steps; a run may have ${limits.steps}`,
              setLimit('steps', steps.length, `Allow ${steps.length} steps`),
            ),
          ]
        : []
    const cost = steps.reduce((sum, step) => sum + costOf(index, step), 0)
    const inAll = cost * (isRepeated(index, planner) ? limits.iterations : 1)
    const tooDear =
      cost > limits.costUsd
        ? [
            diagnose(
              'cost-over-limit',
              at,
              `The plan costs ${cost} USD; a run may cost ${limits.costUsd}`,
              setLimit('costUsd', inAll, `Allow ${inAll} USD`),
            ),
          ]
        : []
    return [...tooMany, ...tooDear, ...mapped]
  })
}

/** A step that may map over more items than a run may have steps. */
function checkMap(node: NodeId, step: StepTemplate, field: string, limits: ResolvedLimits): Diagnostic[] {
  const items = step.map && (step.map.max ?? 100)
  if (items === undefined || items <= limits.steps) return []
  const message = `“${step.id}” maps over up to ${items} items; a run may have ${limits.steps} steps`
  const fix = setLimit('steps', items, `Allow ${items} steps`)
  return [diagnose('map-over-limit', fieldOf(node, `${field}/map`), message, fix)]
}

function costOf(index: GraphIndex, step: StepTemplate): number {
  return index.nodeOf(step.action, 'action')?.costUsd ?? 0
}

function checkDeadline(approval: NodeOf<'approval'>, limits: ResolvedLimits): Diagnostic[] {
  if (approval.deadlineSeconds <= limits.durationSeconds) return []
  const message = `The approval waits up to ${approval.deadlineSeconds} s, but a run ends after ${limits.durationSeconds} s`
  const fix = setLimit('durationSeconds', approval.deadlineSeconds, 'Let runs last that long')
  return [diagnose('deadline-over-limit', fieldOf(approval.id, '/deadlineSeconds'), message, fix)]
}

/** A wait that can outlast its run. */
function checkWait({ id, title, call }: NodeOf<'action'>, limits: ResolvedLimits): Diagnostic[] {
  if (call.uses !== 'wait' || call.for.type === 'until') return []
  const isEvent = call.for.type === 'event'
  const said = call.for.type === 'event' ? call.for.timeoutSeconds : call.for.seconds
  const seconds = typeof said === 'string' ? constantOf(said) : said
  if (typeof seconds !== 'number' || seconds <= limits.durationSeconds) return []
  const field = isEvent ? '/call/for/timeoutSeconds' : '/call/for/seconds'
  const message = `“${title}” waits up to ${seconds} s, but a run ends after ${limits.durationSeconds} s`
  const fix = setLimit('durationSeconds', seconds, 'Let runs last that long')
  return [diagnose('deadline-over-limit', fieldOf(id, field), message, fix)]
}

function checkPolicies(index: GraphIndex, limits: ResolvedLimits): Diagnostic[] {
  return index.graph.policies.flatMap(({ id, effect, deadlineSeconds }, place) => {
    if (effect !== 'require-approval' || (deadlineSeconds ?? 0) <= limits.durationSeconds) return []
    const message = `The approval that “${id}” asks for waits up to ${deadlineSeconds} s, but a run ends after ${limits.durationSeconds} s`
    const fix = setLimit('durationSeconds', deadlineSeconds ?? 0, 'Let runs last that long')
    return [diagnose('deadline-over-limit', { field: `/policies/${place}/deadlineSeconds` }, message, fix)]
  })
}

function checkIterations(index: GraphIndex, limits: ResolvedLimits): Diagnostic[] {
  if (limits.iterations > 1) return []
  const replans = index.nodesOf('verifier').some((verifier) => possibleVerdicts(verifier).has('replan'))
  if (!replans) return []
  return [
    diagnose(
      'no-replan',
      { field: '/limits/iterations' },
      'A verifier replans, but the limits allow one iteration',
      setLimit('iterations', defaultLimits.iterations, `Allow ${defaultLimits.iterations} iterations`),
    ),
  ]
}
