import { Handle, type NodeProps, Position } from '@xyflow/react'
import { ChevronDown, ChevronRight, CircleAlert, Group, TriangleAlert } from 'lucide-react'
import { useContext } from 'react'
import { cx } from '../../../ui/cx.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { counted } from '../../model/counted.ts'
import { TitleInput } from '../../nodes/TitleInput.tsx'
import type { ProblemCount } from '../../problems/problemCounts.ts'
import { GroupChangeMark } from '../../versions/ChangeMark.tsx'
import type { GroupElement } from '../asideElements.ts'
import { AsideActionsContext } from './AsideActions.ts'

/** A titled frame around nodes, or, folded, one card in their place. */
export function GroupFrame({ data, selected }: NodeProps<GroupElement>) {
  const { group } = data
  const folded = group.folded === true
  return (
    <section
      aria-label={`Group “${group.title}”, ${counted(data.count, 'node')}${folded ? ', folded' : ''}`}
      className={cx(
        'relative h-full w-full rounded-md border',
        folded ? 'group-handle border-line-2 bg-surface-2' : 'border-dashed border-line-2 bg-surface-2/40',
        selected && 'border-accent ring-1 ring-accent',
      )}
    >
      <GroupHead data={data} />
      <GroupChangeMark group={group} />
      {folded && (
        <p className="flex items-center gap-2 px-3 text-xs text-fg-2">
          {counted(data.count, 'node')}
          <WorstProblem problems={data.problems} />
          {data.run && <StateBadge state={data.run} className="ml-auto" />}
        </p>
      )}
      {folded && (
        <>
          <Handle
            id="in"
            type="target"
            position={Position.Left}
            isConnectable={false}
            className="port"
            style={{ left: 0, top: 40 }}
          />
          <Handle
            id="out"
            type="source"
            position={Position.Right}
            isConnectable={false}
            className="port"
            style={{ left: 240, top: 40 }}
          />
        </>
      )}
    </section>
  )
}

/** The errors of what is folded away; where there are none, the warnings. */
function WorstProblem({ problems: { errors, warnings } }: { problems: ProblemCount }) {
  if (errors + warnings === 0) return null
  const Icon = errors > 0 ? CircleAlert : TriangleAlert
  return (
    <span className={cx('flex items-center gap-0.5', errors > 0 ? 'text-danger' : 'text-warning')}>
      <Icon aria-hidden className="size-3.5" />
      {errors > 0 ? counted(errors, 'error') : counted(warnings, 'warning')}
    </span>
  )
}

function GroupHead({ data: { group, editable } }: { data: GroupElement['data'] }) {
  const actions = useContext(AsideActionsContext)
  const folded = group.folded === true
  const writing = actions?.writing?.type === 'group' && actions.writing.id === group.id
  const Fold = folded ? ChevronRight : ChevronDown
  return (
    <div className="group-handle pointer-events-auto flex h-9 max-w-full items-center gap-1 px-2">
      {editable && actions ? (
        <button
          type="button"
          aria-expanded={!folded}
          aria-label={folded ? `Unfold “${group.title}”` : `Fold “${group.title}”`}
          className="nodrag flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-2 hover:bg-surface-3 [&_svg]:size-3.5"
          onClick={(event) => {
            event.stopPropagation()
            actions.toggleGroup(group.id)
          }}
        >
          <Fold aria-hidden />
        </button>
      ) : (
        <Group aria-hidden className="size-3.5 shrink-0 text-fg-2" />
      )}
      {writing && actions ? (
        <TitleInput title={group.title} onDone={actions.write} onCancel={actions.endWriting} />
      ) : (
        <span className="aside-text truncate text-sm font-medium text-fg-2" title={group.title}>
          {group.title}
        </span>
      )}
    </div>
  )
}
