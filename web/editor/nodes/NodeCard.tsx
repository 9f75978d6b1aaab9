import { Handle, type NodeProps, Position } from '@xyflow/react'
import {
  Ban,
  CircleAlert,
  CornerDownRight,
  Fence,
  Gauge,
  KeyRound,
  RotateCw,
  Rows3,
  Scale,
  SearchCheck,
  TriangleAlert,
  Undo2,
  User,
} from 'lucide-react'
import { type ReactNode, useContext } from 'react'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { ShownMark } from '../../../shared/projections/nodeMark.ts'
import { cx } from '../../ui/cx.ts'
import { KindIcon, kindLooks } from '../../ui/KindIcon.tsx'
import { StateBadge, stateLooks } from '../../ui/StateBadge.tsx'
import { SketchContext } from '../canvas/FarSight.tsx'
import type { CardData, FlowNode } from '../canvas/flowElements.ts'
import { inPortsOf, outPortsOf } from '../model/connect.ts'
import { counted } from '../model/counted.ts'
import { describeBriefly, describeNode } from '../model/describeNode.ts'
import { isDisabled } from '../model/disabling.ts'
import { type HandlePlace, handlePlaces } from '../model/geometry.ts'
import { MadeUpMark, NodeTrialMark } from '../run/NodeTrialMark.tsx'
import { ChangeMark } from '../versions/ChangeMark.tsx'
import { CardActionsContext } from './CardActions.ts'
import { CardSketch } from './CardSketch.tsx'
import { TitleInput } from './TitleInput.tsx'
import { VariantIcon } from './VariantIcon.tsx'

type NodeCardProps = Pick<NodeProps<FlowNode>, 'data' | 'selected'> & { children?: ReactNode }

/** The card that every kind of node is drawn on: what it is, what it does, what governs it, its ports. */
export function NodeCard(props: NodeCardProps) {
  const sketched = useContext(SketchContext)
  const renaming = useContext(CardActionsContext)?.renaming === props.data.node.id
  return sketched && !renaming ? <CardSketch {...props} /> : <WholeCard {...props} />
}

function WholeCard({ data, selected, children }: NodeCardProps) {
  const { node, run } = data
  const actions = useContext(CardActionsContext)
  const { into, out } = handlePlaces(node.kind)
  const disabled = isDisabled(node)
  return (
    <article
      aria-label={`${kindLooks[node.kind].label} “${node.title}”${disabled ? ', disabled' : ''}`}
      className={cx(
        'group/card relative h-full w-full rounded-md border border-line-2 bg-surface-1 transition-[border-color,box-shadow]',
        selected && 'border-accent ring-1 ring-accent',
        run?.state === 'pending' && 'opacity-70',
        data.simulated && 'card-simulated',
        disabled && 'border-dashed bg-surface-0',
      )}
      style={
        run && run.state !== 'pending' && !selected
          ? { borderColor: `var(${stateLooks[run.state].hue})` }
          : undefined
      }
    >
      <span
        aria-hidden
        className={cx(
          'absolute inset-y-0 left-0 w-1 rounded-l-md',
          disabled ? 'bg-line-2' : kindLooks[node.kind].bg,
        )}
      />
      <div className="flex h-full flex-col gap-0.5 py-2 pr-2 pl-3">
        <div className="card-head flex h-6 items-center gap-2">
          <KindIcon kind={node.kind} look="tile" className="card-kind" />
          {actions?.renaming === node.id ? (
            <TitleInput
              title={node.title}
              onDone={(title) => actions.rename(node.id, title)}
              onCancel={actions.endRename}
            />
          ) : (
            <span className="card-title min-w-0 flex-1 truncate text-sm font-medium" title={node.title}>
              {node.title || <span className="text-fg-3">Untitled</span>}
            </span>
          )}
          {disabled && <DisabledMark />}
          {run ? <StateBadge state={run.state} compact className="card-state" /> : <Problems data={data} />}
        </div>
        <div className="card-detail flex min-h-0 flex-1 flex-col gap-0.5">
          <Line data={data} narrow={out.length > 2} />
          {children}
          <Marks data={data} narrow={out.length > 2} />
        </div>
      </div>
      <ChangeMark node={node.id} />
      <NodeTrialMark node={node.id} />
      {into.map((place) => (
        <Port key={place.port} place={place} type="target" data={data} />
      ))}
      {out.map((place) => (
        <Port key={place.port} place={place} type="source" data={data} named={out.length > 2} />
      ))}
    </article>
  )
}

/** Says that runs pass the node by. */
function DisabledMark() {
  return (
    <span
      title="Disabled: runs go on as if it were not there. D enables it"
      className="card-state flex shrink-0 items-center gap-1 rounded-sm border border-dashed border-line-2 px-1 text-xs text-fg-2"
    >
      <Ban aria-hidden className="size-3" />
      disabled
    </span>
  )
}

/** One line of what the node does, cut in the middle where it is long, or of how it went. */
function Line({ data: { node, run }, narrow }: { data: CardData; narrow: boolean }) {
  const whole = run?.says ?? describeNode(node)
  const seen = run?.says ?? describeBriefly(node)
  return (
    <p
      title={whole}
      className={cx(
        'truncate text-xs text-fg-2',
        isCode(node) && (run?.says ?? null) === null && 'font-mono',
        narrow && 'pr-16',
      )}
    >
      <VariantIcon node={node} className="mr-1 inline-block size-3 align-[-2px] text-fg-3" />
      {seen === whole ? (
        whole
      ) : (
        <>
          <span aria-hidden>{seen}</span>
          <span className="sr-only">{whole}</span>
        </>
      )}
    </p>
  )
}

/** Requests and events read as code; the rest as words. */
function isCode(node: Node): boolean {
  return node.kind === 'action' && (node.call.uses === 'http' || node.call.uses === 'emit')
}

function Problems({ data: { problems } }: { data: CardData }) {
  if (!problems) return null
  const { errors, warnings } = problems
  if (errors > 0) {
    return (
      <span className="card-state flex items-center gap-0.5 rounded-sm bg-surface-1 text-xs text-danger">
        <CircleAlert aria-hidden className="size-3.5" />
        <span className="tabular">{errors}</span>
        <span className="sr-only">{errors === 1 ? 'error' : 'errors'}</span>
      </span>
    )
  }
  if (warnings === 0) return null
  return (
    <span className="card-state flex items-center gap-0.5 rounded-sm bg-surface-1 text-xs text-warning">
      <TriangleAlert aria-hidden className="size-3.5" />
      <span className="tabular">{warnings}</span>
      <span className="sr-only">{warnings === 1 ? 'warning' : 'warnings'}</span>
    </span>
  )
}

/** The state in words, with what else is known of the moment. */
function RunLine({ run }: { run: ShownMark }) {
  const { label, hue } = stateLooks[run.state]
  const parts = [
    run.attempt !== null && run.attempt > 1 && `attempt ${run.attempt}`,
    run.iteration !== null && run.iteration > 1 && `iteration ${run.iteration}`,
    run.durationMs !== null && `${run.durationMs.toLocaleString('en')} ms`,
  ].filter((part) => part !== false)
  return (
    <span
      aria-hidden={parts.length === 0}
      className="tabular ml-auto truncate whitespace-nowrap"
      style={{ color: `var(${hue})` }}
    >
      {[label, ...parts].join(' ')}
    </span>
  )
}

function Marks({ data: { node, marks, run, simulated }, narrow }: { data: CardData; narrow: boolean }) {
  const items = [
    marks.policies.length > 0 && { icon: Scale, says: `Policy: ${marks.policies.join(', ')}` },
    marks.approval && { icon: User, says: 'May need approval' },
    marks.retry !== null && {
      icon: RotateCw,
      says: `Up to ${marks.retry} attempts`,
      text: String(marks.retry),
    },
    marks.undo && { icon: Undo2, says: 'Can be undone' },
    marks.secret && { icon: KeyRound, says: 'Uses a secret' },
    marks.rails > 0 && {
      icon: Fence,
      says: `Rails: ${counted(marks.rails, 'rule')} on what it may propose`,
      text: String(marks.rails),
    },
    marks.mapped > 0 && {
      icon: Rows3,
      says: `${counted(marks.mapped, 'step')} for each member of a list`,
      text: String(marks.mapped),
    },
    marks.fallbacks > 0 && {
      icon: CornerDownRight,
      says: `${counted(marks.fallbacks, 'step')} with a fallback`,
      text: String(marks.fallbacks),
    },
    marks.probe && { icon: SearchCheck, says: 'Probed when its result is unknown' },
    marks.limited && { icon: Gauge, says: 'Limited in rate or number' },
  ].filter((item) => item !== false)
  return (
    <div className={cx('mt-auto flex h-4 items-center gap-1.5 text-xs text-fg-3', narrow && 'pr-16')}>
      {items.map(({ icon: Icon, says, ...rest }) => (
        <span key={says} title={says} className="flex items-center gap-0.5">
          <Icon aria-hidden className="size-3" />
          {'text' in rest && <span className="tabular">{rest.text}</span>}
          <span className="sr-only">{says}</span>
        </span>
      ))}
      {simulated && <MadeUpMark node={node.id} />}
      {run && <RunLine run={run} />}
    </div>
  )
}

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom } as const

type PortProps = { place: HandlePlace; type: 'source' | 'target'; data: CardData; named?: boolean }

/** A port. Nodes with many ports name them always, the others while they are pointed at or selected. */
function Port({ place, type, data, named = false }: PortProps) {
  const { kind } = data.node
  const says =
    type === 'target'
      ? inPortsOf(kind).find((port) => port.port === place.port)?.says
      : outPortsOf(kind).find((port) => port.port === place.port)?.says
  const style =
    place.side === 'bottom'
      ? { left: place.x, top: place.y }
      : { top: place.y, left: place.side === 'left' ? 0 : place.x }
  return (
    <>
      <Handle
        id={place.port}
        type={type}
        position={sides[place.side]}
        isConnectable={data.editable}
        style={style}
        title={`${place.port}: ${says ?? ''}`}
        className={cx('port', type === 'source' ? `port-${place.port}` : 'port-in')}
      />
      <span
        aria-hidden
        className={cx(
          'card-port-name pointer-events-none absolute text-xs leading-4',
          named
            ? 'text-fg-2'
            : 'rounded-sm border border-line-1 bg-surface-1 px-1 text-fg-2 opacity-0 transition-opacity group-hover/card:opacity-100',
        )}
        style={labelPlace(place, named)}
      >
        {place.port}
      </span>
    </>
  )
}

function labelPlace(place: HandlePlace, inside: boolean) {
  if (inside) return { right: 12, top: place.y - 8 }
  if (place.side === 'bottom') return { left: place.x + 10, top: place.y + 4 }
  return place.side === 'left'
    ? { right: '100%', top: place.y - 24, marginRight: 4 }
    : { left: '100%', top: place.y - 24, marginLeft: 4 }
}
