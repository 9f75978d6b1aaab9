import { GitCompareArrows, X } from 'lucide-react'
import { Link } from 'react-router'
import type { RunSummary } from '../../shared/api/runs.ts'
import { useCan } from '../app/session.ts'
import { compareAddress } from '../replay/compare/compareAddress.ts'
import { Button } from '../ui/Button.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { CancelRunsButton } from './CancelRunsButton.tsx'
import { RunAgainButton } from './RunAgainButton.tsx'

type ChosenRunsProps = {
  /** Newest first, as the list has them. */
  runs: readonly RunSummary[]
  onClear: () => void
}

/** What can be done about the runs that are chosen in a list, in sight however far it is scrolled. */
export function ChosenRuns({ runs, onClear }: ChosenRunsProps) {
  const mayOperate = useCan('operate')
  const ended = runs.filter(({ status }) => status === 'ended')
  const unended = runs.filter(({ status }) => status !== 'ended').map(({ run }) => run)
  return (
    <section
      aria-label="Chosen runs"
      className="sticky bottom-4 z-20 flex flex-wrap items-center gap-2 self-center rounded-md bg-surface-1 px-3 py-2 text-sm shadow-float"
    >
      <span role="status" className="tabular mr-2">
        {runs.length === 1 ? '1 run' : `${runs.length} runs`} chosen
      </span>
      <CompareChosen runs={runs} />
      {mayOperate && <RunAgainButton runs={ended} leftOut={unended.length} />}
      {mayOperate && unended.length > 0 && (
        <CancelRunsButton runs={unended} which="those chosen that have not ended" disabled={false} />
      )}
      <Button size="sm" variant="ghost" icon={<X aria-hidden />} onClick={onClear}>
        Choose none
      </Button>
    </section>
  )
}

/** The address where two chosen runs are compared, the earlier one first; null where they are not two. */
export function chosenPair(runs: readonly RunSummary[]): string | null {
  const [later, earlier, ...more] = runs
  return later && earlier && more.length === 0 ? compareAddress(earlier.run, later.run) : null
}

function CompareChosen({ runs }: Pick<ChosenRunsProps, 'runs'>) {
  const to = chosenPair(runs)
  if (to === null) return <span className="text-xs text-fg-3">Choose two to compare them.</span>
  return (
    <Button size="sm" asChild>
      <Link to={to}>
        <GitCompareArrows aria-hidden />
        Compare <Kbd keys="c" />
      </Link>
    </Button>
  )
}
