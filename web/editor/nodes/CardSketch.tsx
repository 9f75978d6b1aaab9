import { Ban, CircleAlert, TriangleAlert } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { kindLooks } from '../../ui/KindIcon.tsx'
import { StateBadge, stateLooks } from '../../ui/StateBadge.tsx'
import type { CardData } from '../canvas/flowElements.ts'
import { isDisabled } from '../model/disabling.ts'
import { NodeTrialMark } from '../run/NodeTrialMark.tsx'
import { ChangeMark } from '../versions/ChangeMark.tsx'

/** A card from so far away that only its kind, its title, its problems and its state can be seen: a few elements, where a card has dozens. */
export function CardSketch({ data, selected }: { data: CardData; selected?: boolean }) {
  const { node, run } = data
  const { label, bg, soft } = kindLooks[node.kind]
  const disabled = isDisabled(node)
  const hue = hueOf(data)
  return (
    <article
      aria-label={`${label} “${node.title}”${disabled ? ', disabled' : ''}`}
      className={cx(
        'card-sketch relative h-full w-full rounded-md border border-line-2 pl-4',
        disabled && 'border-6 border-dashed bg-surface-0 text-fg-2',
        run?.state === 'pending' ? 'bg-surface-1 opacity-70' : hue === null && !disabled && soft,
        selected && 'border-accent ring-8 ring-accent',
        data.simulated && 'card-simulated',
      )}
      style={
        hue === null
          ? undefined
          : {
              background: `color-mix(in oklab, var(${hue}) 45%, var(--surface-1))`,
              borderColor: `var(${hue})`,
            }
      }
    >
      <span
        aria-hidden
        className={cx('absolute inset-y-0 left-0 w-3 rounded-l-md', disabled ? 'bg-line-2' : bg)}
      />
      <span className="card-title font-medium">{node.title}</span>
      <Sign data={data} />
      <ChangeMark node={node.id} />
      <NodeTrialMark node={node.id} />
    </article>
  )
}

/** The colour of how it went or of what is wrong with it; null where there is nothing to tell. */
function hueOf({ run, problems }: CardData): string | null {
  if (run) return run.state === 'pending' ? null : stateLooks[run.state].hue
  if (!problems) return null
  return problems.errors > 0 ? '--danger' : '--warning'
}

/** The same as a sign, for those who don't see the colour. */
function Sign({ data: { node, run, problems } }: { data: CardData }) {
  if (run && run.state !== 'pending') return <StateBadge state={run.state} compact className="card-state" />
  const [Icon, says, hue] =
    !run && problems && problems.errors > 0
      ? ([CircleAlert, 'has errors', 'text-danger'] as const)
      : !run && problems
        ? ([TriangleAlert, 'has warnings', 'text-warning'] as const)
        : isDisabled(node)
          ? ([Ban, 'disabled', 'text-fg-2'] as const)
          : []
  if (!Icon) return null
  return (
    <span className={cx('card-state rounded-sm bg-surface-1 p-0.5', hue)}>
      <Icon role="img" aria-label={says} className="size-3.5" />
    </span>
  )
}
