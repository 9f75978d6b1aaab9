import { CircleDot, FlaskConical, Pin } from 'lucide-react'
import { madeUpIn } from '../run/TrialMarks.ts'
import { useEditor } from '../store/EditorContext.ts'

/** On a line of the outline, as on the card: that a simulated run stops there, and that its result is made up. */
export function OutlineTrialMark({ node }: { node: string }) {
  const stops = useEditor((state) => state.breakpoints.nodes.includes(node))
  const made = useEditor((state) => madeUpIn(state).get(node))
  const Icon = made === 'pinned' ? Pin : FlaskConical
  return (
    <>
      {stops && <CircleDot role="img" aria-label="Breakpoint" className="size-3.5 shrink-0 text-danger" />}
      {made && (
        <Icon
          role="img"
          aria-label={made === 'pinned' ? 'Pinned' : 'Mocked'}
          className="size-3.5 shrink-0 text-state-uncertain"
        />
      )}
    </>
  )
}
