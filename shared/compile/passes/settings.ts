import { readTime } from '../../engine/time.ts'
import type { ActionNode, ActionUses } from '../../graph/nodes/action.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { actionDefaults } from '../emit.ts'
import { removeField, setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'

/** Settings that fit what their node does. */
export function checkSettings(index: GraphIndex): Diagnostic[] {
  return [
    ...checkAdmission(index),
    ...index
      .nodesOf('action')
      .flatMap((action) => [
        ...checkUnused(index, action),
        ...checkTimes(index, action),
        ...checkProbe(index, action),
        ...checkEvent(action),
        ...checkTime(action),
        ...checkChild(index, action),
      ]),
  ]
}

type Setting = Extract<
  keyof ActionNode,
  'timeoutSeconds' | 'totalSeconds' | 'retry' | 'breaker' | 'probe' | 'freshSeconds'
>

/** What each kind of call has no use for. */
const unusedBy = {
  http: [],
  emit: [],
  transform: ['breaker', 'probe'],
  wait: ['timeoutSeconds', 'totalSeconds', 'retry', 'breaker', 'probe'],
  loop: ['timeoutSeconds', 'breaker', 'probe'],
} as const satisfies Record<ActionUses, readonly Setting[]>

const nounOf = {
  http: 'A request',
  emit: 'An event',
  transform: 'A transform',
  wait: 'A wait',
  loop: 'A run of a loop',
} as const satisfies Record<ActionUses, string>

function checkUnused(index: GraphIndex, action: ActionNode): Diagnostic[] {
  const { uses } = action.call
  const unused: readonly Setting[] = unusedBy[uses]
  const settings = unused
    .filter((setting) => action[setting] !== undefined)
    .map((setting) => drop(index, action, setting, `${nounOf[uses]} has no use for “${setting}”`))
  const fresh =
    action.freshSeconds !== undefined && (action.gives ?? []).length === 0
      ? [drop(index, action, 'freshSeconds', `“${action.title}” gives no fact that could grow old`)]
      : []
  const again =
    uses === 'wait' && action.idempotency === 'none'
      ? [
          diagnose(
            'option-unused',
            fieldOf(action.id, '/idempotency'),
            'A wait changes nothing, so it can always be repeated',
            setField(index, action.id, '/idempotency', 'native', 'Say that it can be repeated'),
          ),
        ]
      : []
  return [...settings, ...fresh, ...again]
}

function drop(index: GraphIndex, action: ActionNode, setting: Setting, message: string): Diagnostic {
  const fix = removeField(index, action.id, `/${setting}`, 'Remove the setting')
  return diagnose('option-unused', fieldOf(action.id, `/${setting}`), message, fix)
}

function checkTimes(index: GraphIndex, action: ActionNode): Diagnostic[] {
  const { id, title, totalSeconds, timeoutSeconds = actionDefaults.timeoutSeconds, call } = action
  const hasOwnTime = call.uses === 'wait' || call.uses === 'loop'
  if (totalSeconds === undefined || hasOwnTime || totalSeconds >= timeoutSeconds) return []
  const message = `One attempt of “${title}” may take ${timeoutSeconds} s, but all of them only ${totalSeconds} s`
  const fix = setField(index, id, '/totalSeconds', timeoutSeconds, `Allow ${timeoutSeconds} s in all`)
  return [diagnose('attempt-over-total', fieldOf(id, '/totalSeconds'), message, fix)]
}

function checkProbe(index: GraphIndex, action: ActionNode): Diagnostic[] {
  const { probe, idempotency, call } = action
  if (!probe) return []
  const field = '/probe/call/method'
  const changes =
    probe.call.method === 'GET'
      ? []
      : [
          diagnose(
            'probe-changes',
            fieldOf(action.id, field),
            `The probe of “${action.title}” sends ${probe.call.method}`,
            setField(index, action.id, field, 'GET', 'Ask with GET'),
          ),
        ]
  if (idempotency === 'none' || (call.uses !== 'http' && call.uses !== 'emit')) return changes
  const fix = removeField(index, action.id, '/probe', 'Remove the probe')
  const message = `“${action.title}” can be repeated safely, so nothing is ever asked`
  return [...changes, diagnose('probe-unused', fieldOf(action.id, '/probe'), message, fix)]
}

function checkEvent({ id, title, call }: ActionNode): Diagnostic[] {
  if (call.uses !== 'emit' || call.secret !== undefined) return []
  return [diagnose('unsigned-event', fieldOf(id, '/call'), `No secret signs the event of “${title}”`)]
}

/** A time that is written out, and is none. What a template gives is known when the wait begins. */
function checkTime({ id, call }: ActionNode): Diagnostic[] {
  if (call.uses !== 'wait' || call.for.type !== 'until') return []
  const { time } = call.for
  if (time.includes('{{') || readTime(time) !== null) return []
  return [diagnose('not-a-time', fieldOf(id, '/call/for/time'), `“${time}” is no point in time`)]
}

function checkChild(index: GraphIndex, { id, title, call }: ActionNode): Diagnostic[] {
  if (call.uses !== 'loop' || call.loop !== index.graph.name) return []
  return [diagnose('loop-calls-itself', fieldOf(id, '/call/loop'), `“${title}” runs this loop again`)]
}

function checkAdmission(index: GraphIndex): Diagnostic[] {
  const { trigger } = index
  const admission = trigger?.admission
  if (!trigger || !admission) return []
  const { key, perKey } = admission
  const bounds = perKey?.concurrency !== undefined || perKey?.rate !== undefined
  if (key === undefined && bounds)
    return [
      diagnose(
        'admission-incomplete',
        fieldOf(trigger.id, '/admission'),
        'The bounds for each key have no key',
      ),
    ]
  if (key !== undefined && !bounds)
    return [
      diagnose(
        'admission-incomplete',
        fieldOf(trigger.id, '/admission/key'),
        'The key has no bounds',
        removeField(index, trigger.id, '/admission/key', 'Remove the key'),
      ),
    ]
  return []
}
