import { cx } from '../../ui/cx.ts'
import { kindLooks } from '../../ui/KindIcon.tsx'
import { stateLooks } from '../../ui/StateBadge.tsx'
import type { CardData } from '../canvas/flowElements.ts'
import { NodeTrialMark } from '../run/NodeTrialMark.tsx'
import { ChangeMark } from '../versions/ChangeMark.tsx'

/** A card from so far away that only its kind, its title, its problems and its state can be seen: a few elements, where a card has dozens. */
export function CardSketch({ data, selected }: { data: CardData; selected?: boolean }) {
  const { node, run, problems } = data
  const { label, bg, soft } = kindLooks[node.kind]
  const fault = problems && (problems.errors > 0 ? '--danger' : '--warning')
  const edge = run && run.state !== 'pending' ? stateLooks[run.state].hue : fault
  return (
    <article
      aria-label={`${label} “${node.title}”`}
      className={cx(
        'card-sketch relative h-full w-full rounded-md border border-line-2 pl-4',
        run?.state === 'pending' ? 'bg-surface-1 opacity-70' : edge ? '' : soft,
        selected && 'border-accent ring-8 ring-accent',
        data.simulated && 'card-simulated',
      )}
      style={
        edge
          ? {
              background: `color-mix(in oklab, var(${edge}) 45%, var(--surface-1))`,
              borderColor: `var(${edge})`,
            }
          : undefined
      }
    >
      <span aria-hidden className={cx('absolute inset-y-0 left-0 w-3 rounded-l-md', bg)} />
      <span className="card-title font-medium">{node.title}</span>
      <ChangeMark node={node.id} />
      <NodeTrialMark node={node.id} />
    </article>
  )
}
