import { FlaskConical, Pause, Pin } from 'lucide-react'
import { useContext } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { TrialMarksContext } from './TrialMarks.ts'

/** On a card: its breakpoint, whether the run stands there and, where its words are too small to read, that its result is made up. */
export function NodeTrialMark({ node }: { node: string }) {
  const marks = useContext(TrialMarksContext)
  if (!marks) return null
  const stands = marks.stopped?.node === node
  const made = marks.made.get(node)
  return (
    <>
      {marks.nodes.has(node) && (
        <span
          title="Breakpoint: a simulated run stops here"
          className="pointer-events-none card-mark absolute -top-1.5 -left-1.5 size-3.5 origin-center rounded-full border-2 border-surface-1 bg-danger"
        >
          <span className="sr-only">Breakpoint</span>
        </span>
      )}
      {made && (
        <span
          aria-hidden
          className="card-far-mark pointer-events-none absolute right-3 -bottom-2 origin-bottom-right rounded-sm border border-dashed border-state-uncertain bg-surface-1 p-0.5 text-state-uncertain"
        >
          {made === 'pinned' ? <Pin className="size-3" /> : <FlaskConical className="size-3" />}
        </span>
      )}
      {stands && (
        <Badge
          tone="accent"
          icon={<Pause aria-hidden />}
          className="pointer-events-none card-mark absolute bottom-[calc(100%-8px)] left-3 origin-bottom-left border border-current"
        >
          stands here
        </Badge>
      )}
    </>
  )
}

/** On a card: that its result is made up, and how. */
export function MadeUpMark({ node }: { node: string }) {
  const made = useContext(TrialMarksContext)?.made.get(node)
  const Icon = made === 'pinned' ? Pin : FlaskConical
  return (
    <span
      title={
        made === 'pinned'
          ? 'Pinned: it brings what a run brought, in Try only'
          : made === 'mocked'
            ? 'Mocked: it brings what was said, in Try only'
            : 'Simulated: what it brought was made up'
      }
      className="flex items-center gap-1 rounded-sm border border-dashed border-state-uncertain px-1 text-state-uncertain"
    >
      <Icon aria-hidden className="size-3" />
      {made ?? 'simulated'}
    </span>
  )
}
