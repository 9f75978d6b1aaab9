import type { NodeId } from '../../graph/ids.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import { argsFaults } from '../argsFaults.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { removeField, setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'

/** What can be undone is, and what can’t is guarded. */
export function checkSafety(index: GraphIndex): Diagnostic[] {
  return [
    ...checkTrigger(index),
    ...index
      .nodesOf('action')
      .flatMap((action) => [
        ...checkUndo(index, action),
        ...checkGate(index, action),
        ...checkRetry(index, action),
      ]),
  ]
}

function checkTrigger({ trigger }: GraphIndex): Diagnostic[] {
  if (trigger?.auth.scheme !== 'none') return []
  return [diagnose('unsigned-trigger', fieldOf(trigger.id, '/auth'), 'The trigger takes calls from anyone')]
}

function checkUndo(index: GraphIndex, action: NodeOf<'action'>): Diagnostic[] {
  const target = index.target(action.id, 'undo')
  if (target === null) {
    const unused = [
      ...(action.undoArgs
        ? [
            diagnose(
              'undo-args-unused',
              fieldOf(action.id, '/undoArgs'),
              `“${action.title}” has no undo to give them to`,
              removeField(index, action.id, '/undoArgs', 'Remove the arguments'),
            ),
          ]
        : []),
      ...(action.undoOn
        ? [
            diagnose(
              'undo-on-unused',
              fieldOf(action.id, '/undoOn'),
              `“${action.title}” has no undo`,
              removeField(index, action.id, '/undoOn', 'Remove the setting'),
            ),
          ]
        : []),
    ]
    // An action that is only an undo itself is not undone in turn.
    if (action.reversibility !== 'compensable' || !index.isPlanned(action.id)) return unused
    const message = `“${action.title}” is compensable, and no undo is wired`
    return [diagnose('undo-missing', { node: action.id, port: 'undo' }, message), ...unused]
  }
  const contradiction = checkReversibility(index, action)
  const undo = index.nodeOf(target, 'action')
  const schema = undo?.args
  const misfits = schema ? argsFaults(schema, action.undoArgs ?? {}) : []
  return [
    ...contradiction,
    ...checkUndoCall(action, undo),
    ...misfits.map(({ pointer, message }) =>
      diagnose('args-invalid', fieldOf(action.id, `/undoArgs${pointer}`), message),
    ),
  ]
}

/** An undo is carried out at once, by the run itself: nothing waits for what takes its time elsewhere. */
function checkUndoCall(action: NodeOf<'action'>, undo: NodeOf<'action'> | undefined): Diagnostic[] {
  const uses = undo?.call.uses
  if (uses !== 'wait' && uses !== 'loop') return []
  const does = uses === 'wait' ? 'only waits' : 'runs another loop'
  const message = `“${undo?.title}” ${does}, so it can’t undo “${action.title}”: wire an action that makes a request`
  return [diagnose('undo-not-a-call', { node: action.id, port: 'undo' }, message)]
}

/** An undo that does not fit what is said of the action. */
function checkReversibility(index: GraphIndex, action: NodeOf<'action'>): Diagnostic[] {
  const at = { node: action.id, port: 'undo' } as const
  const fix = setField(index, action.id, '/reversibility', 'compensable', 'Say that it is undone')
  switch (action.reversibility) {
    case 'irreversible':
      return [diagnose('undo-contradiction', at, `“${action.title}” is irreversible, but has an undo`, fix)]
    case 'pure':
    case 'idempotent':
      return [diagnose('undo-needless', at, `“${action.title}” needs no undo, but has one`, fix)]
    case 'compensable':
      return []
  }
}

function checkGate(index: GraphIndex, action: NodeOf<'action'>): Diagnostic[] {
  if (action.reversibility !== 'irreversible') return []
  if (index.approvalsBefore(action.id).length > 0) return []
  const planners = index.plannersOf(action.id)
  const ungated = planners.filter((planner) => !isGated(index, action.id, planner))
  if (ungated.length === 0) return []
  const message = `Nobody approves “${action.title}”, and it can’t be undone`
  return [diagnose('ungated-irreversible', { node: action.id, field: '/reversibility' }, message)]
}

/** Whether a policy asks for approval, or every way from the trigger to the planner goes through one. */
function isGated(index: GraphIndex, action: NodeId, planner: NodeId): boolean {
  const byPolicy = index.graph.policies.some(
    (policy) =>
      policy.effect === 'require-approval' &&
      policy.mode !== 'dry-run' &&
      ((policy.at === 'step' && (policy.on?.includes(action) ?? true)) ||
        (policy.at === 'plan' && (policy.on?.includes(planner) ?? true)) ||
        policy.at === 'input'),
  )
  if (byPolicy || !index.trigger) return true
  const reached = new Set<NodeId>([index.trigger.id])
  const rest: NodeId[] = [index.trigger.id]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next === planner) return false
    if (index.node(next)?.kind === 'approval') continue
    for (const successor of index.successors(next)) {
      if (reached.has(successor)) continue
      reached.add(successor)
      rest.push(successor)
    }
  }
  return true
}

function checkRetry(index: GraphIndex, action: NodeOf<'action'>): Diagnostic[] {
  if (action.idempotency !== 'none' || (action.retry?.maxAttempts ?? 1) < 2) return []
  const message = `“${action.title}” can’t be repeated safely, so most of its retries won’t happen`
  const fix = setField(index, action.id, '/retry/maxAttempts', 1, 'Try once')
  return [diagnose('unsafe-retry', fieldOf(action.id, '/retry/maxAttempts'), message, fix)]
}
