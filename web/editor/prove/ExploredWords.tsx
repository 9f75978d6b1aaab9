import type { Explored } from '../../../shared/prove/proofReport.ts'
import { Button } from '../../ui/Button.tsx'

/** How much was looked at, within which bounds, and which of them was hit. */
export function ExploredWords({ explored, onMore }: { explored: Explored; onMore: () => void }) {
  const { states, edges, depth, complete, bound, clamped } = explored
  return (
    <div className="flex flex-col gap-1 px-3 py-2 text-xs text-fg-2">
      <p className="tabular">
        {complete ? 'Everything was looked at: ' : 'Not everything was looked at: '}
        {count(states)} states, {count(edges)} turns, at most {depth} things one after the other.
      </p>
      {bound !== null && (
        <p className="text-warning">
          {bound} What was not found is not proved.{' '}
          <Button size="sm" onClick={onMore}>
            Look further
          </Button>
        </p>
      )}
      {clamped.length > 0 && (
        <p>
          Within closer bounds: {clamped.map(({ what, from, to }) => `${what} ${to} for ${from}`).join(', ')}.
        </p>
      )}
    </div>
  )
}

const count = (value: number) => value.toLocaleString('en')
