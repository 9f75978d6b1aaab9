import { type Graph, graphFormat } from '../../../shared/graph/graph.ts'
import type { ActionNode, Idempotency } from '../../../shared/graph/nodes/action.ts'
import { wire } from '../../../shared/templates/wire.ts'

/**
 * Where a server is killed: the intent is durable and the request has not left; the target has carried it out and not
 * answered; the answer is here and not recorded; the result is recorded and nothing else has happened.
 */
export const points = ['intent', 'send', 'receive', 'commit'] as const
export const subjects = ['action', 'undo'] as const
export const classes = ['native', 'keyed', 'none'] as const satisfies Idempotency[]

export type Cell = {
  point: (typeof points)[number]
  subject: (typeof subjects)[number]
  idempotency: Idempotency
}

export const cells: Cell[] = points.flatMap((point) =>
  subjects.flatMap((subject) => classes.map((idempotency) => ({ point, subject, idempotency }))),
)

/** Each cell has a loop of its own: a run id, and so an effect's id, says which cell it belongs to. */
export const loopOf = ({ point, subject, idempotency }: Cell) => `crash-${point}-${subject}-${idempotency}`

export function cellOf(run: string): Cell | undefined {
  return cells.find((cell) => run.startsWith(`${loopOf(cell)}.`))
}

/** The path at the target of the effect that the cell is about. */
export const pathOf = ({ subject }: Cell, run: string) =>
  subject === 'action' ? `/${run}/first` : `/${run}/first/undo`

/** The id of that effect. */
export const effectOf = ({ subject }: Cell, run: string) =>
  subject === 'action' ? `${run}/1/first` : `${run}/1/first/undo`

/** What `worker/objects/shard/faultPoints.ts` tells of an effect. */
type FaultReport = { point: 'effect.before-send' | 'effect.before-settle'; effect: string }

/** What a host says when it is at the cell's point; null where the target sees it. */
export function hostPoint(cell: Cell, run: string): FaultReport | null {
  switch (cell.point) {
    case 'intent':
      return { point: 'effect.before-send', effect: effectOf(cell, run) }
    case 'send':
      return null
    case 'receive':
      return { point: 'effect.before-settle', effect: effectOf(cell, run) }
    case 'commit':
      // A turn is one transaction: the result is durable together with the intent of what comes next.
      return {
        point: 'effect.before-send',
        effect: cell.subject === 'action' ? `${run}/1/last` : `${run}/1/base/undo`,
      }
  }
}

/** Whether a killed run comes to the same point again: what can't be repeated safely never does. */
export const isReachedAgain = ({ point, idempotency }: Cell) => point === 'commit' || idempotency !== 'none'

/** How many requests the target gets of a cell's effect when the server is killed that often. */
export function wantedRequests({ point, idempotency }: Cell, kills: number): number {
  if (point === 'commit') return 1
  if (idempotency === 'none') return point === 'intent' ? 0 : 1
  return point === 'intent' ? 1 : 1 + kills
}

/** Three steps in a row, `base`, `first` and `last`; of the first two each has an undo. The cell is about `first`, or its undo. */
export function crashGraph(cell: Cell): Graph {
  const { idempotency } = cell
  const act = (id: string, change: Partial<ActionNode>): ActionNode => ({
    kind: 'action',
    id,
    title: id,
    call: { uses: 'http', host: 'target', method: 'POST', path: `/{{ run.id }}/${id}`, body: '{{ args }}' },
    reversibility: 'compensable',
    idempotency: 'keyed',
    timeoutSeconds: 600,
    ...change,
  })
  const undoOf = (id: string, change: Partial<ActionNode> = {}) =>
    act(`un${id}`, {
      call: { uses: 'http', host: 'target', method: 'DELETE', path: `/{{ run.id }}/${id}/undo` },
      reversibility: 'pure',
      ...change,
    })
  return {
    format: graphFormat,
    name: loopOf(cell),
    title: 'Crash',
    description: '',
    nodes: [
      { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'none' } },
      {
        kind: 'planner',
        id: 'plan',
        title: 'Plan',
        strategy: {
          type: 'sequence',
          steps: ['base', 'first', 'last'].map((id) => ({ id, action: id, args: { wanted: id } })),
        },
      },
      act('base', {}),
      undoOf('base'),
      act('first', { idempotency }),
      undoOf('first', { idempotency }),
      act('last', { reversibility: 'pure' }),
      {
        kind: 'verifier',
        id: 'check',
        title: 'Check',
        checks: [{ type: 'rule', id: 'ok', expr: 'steps.last.status == "succeeded"', onFail: 'rollback' }],
        onStepUncertain: 'rollback',
      },
      { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded' },
      { kind: 'outcome', id: 'undone', title: 'Undone', status: 'rolled-back' },
      { kind: 'outcome', id: 'stopped', title: 'Stopped', status: 'bailed' },
    ],
    edges: [
      wire('start.input', 'plan.in'),
      wire('plan.plan', 'base.step'),
      wire('plan.plan', 'first.step'),
      wire('plan.plan', 'last.step'),
      wire('base.undo', 'unbase.step'),
      wire('first.undo', 'unfirst.step'),
      wire('base.result', 'check.in'),
      wire('first.result', 'check.in'),
      wire('last.result', 'check.in'),
      wire('check.pass', 'done.in'),
      wire('check.replan', 'stopped.in'),
      wire('check.rollback', 'undone.in'),
      wire('check.escalate', 'stopped.in'),
      wire('check.bail', 'stopped.in'),
    ],
    policies: [],
    limits: {},
    layout: { positions: {} },
  }
}
