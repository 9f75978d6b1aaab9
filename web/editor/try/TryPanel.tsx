import { FlaskConical, Pause } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Splitter } from '../../ui/Splitter.tsx'
import { BreakpointList } from '../run/BreakpointList.tsx'
import { RunControls } from '../run/RunControls.tsx'
import { stoppedInWords } from '../run/runTrial.ts'
import { useEditor } from '../store/EditorContext.ts'
import type { Trial } from '../store/trySlice.ts'
import { endOf } from './endOf.ts'
import { MockList } from './MockList.tsx'
import { SaveAsTest } from './SaveAsTest.tsx'
import { TryInput } from './TryInput.tsx'

// What plays a run is large, and wanted only once there is one.
const TrialPlayer = lazy(async () => ({ default: (await import('../run/TrialPlayer.tsx')).TrialPlayer }))

/** Runs the loop in the browser on sample input, with the production engine and simulated targets, and plays the result. */
export function TryPanel() {
  const trial = useEditor((state) => state.trial)
  return (
    <div className="flex h-full min-h-0">
      <Splitter
        id="try"
        panes={[
          { id: 'asks', minSize: 200, defaultSize: '40%', maxSize: '75%', content: <Asks /> },
          {
            id: 'result',
            minSize: 240,
            content: trial ? <TrialView trial={trial} /> : <NothingTried />,
          },
        ]}
      />
    </div>
  )
}

/** What is tried: the input, how everything outside answers, where it stops. */
function Asks() {
  const status = useEditor((state) => state.tryStatus)
  const compiles = useEditor((state) => state.program !== null)
  return (
    <section aria-label="What to try" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Splitter
        id="try-asks"
        orientation="vertical"
        panes={[
          { id: 'input', minSize: 90, defaultSize: '55%', content: <TryInput /> },
          {
            id: 'mocks',
            minSize: 60,
            content: (
              <div className="relative min-h-0 flex-1 overflow-auto px-3 py-2">
                <MockList />
                <BreakpointList />
              </div>
            ),
          },
        ]}
      />
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line-1 px-3 py-2">
        <RunControls />
        <p role="status" className="min-w-0 flex-1 text-xs text-fg-2">
          {status.type === 'running' && 'Running in this browser…'}
          {!compiles && 'The loop has errors; mend them first.'}
        </p>
      </div>
      {status.type === 'failed' && (
        <p role="alert" className="border-t border-line-1 px-3 py-2 text-xs text-danger">
          {status.message}
        </p>
      )}
    </section>
  )
}

function NothingTried() {
  return (
    <EmptyState className="py-6" picture={<FlaskConical className="size-6" />} title="Nothing tried yet">
      The run happens in this browser with the engine that runs in production. No target is called: what
      actions bring is made up, and marked so.
    </EmptyState>
  )
}

function TrialView({ trial }: { trial: Trial }) {
  const changed = useEditor((state) => state.program?.version !== trial.program.version)
  const isWhole = !trial.question.from && (trial.rejection !== null || !trial.stopped)
  return (
    <section aria-label="Simulated run" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line-1 px-3 py-1 text-xs">
        <Badge icon={<FlaskConical aria-hidden />}>Simulated</Badge>
        <HowItStands trial={trial} />
        {trial.question.from && (
          <Badge>From event {trial.question.from.events.length + 1} on, the rest as it was before</Badge>
        )}
        {changed && (
          <Badge tone="warning">The loop has changed since; run again to see it on the canvas</Badge>
        )}
        {isWhole && <SaveAsTest />}
      </div>
      <Suspense fallback={<Skeleton className="m-2 h-24" />}>
        <TrialPlayer playback={trial.playback} />
      </Suspense>
    </section>
  )
}

function HowItStands({ trial: { playback, rejection, stopped } }: { trial: Trial }) {
  const graph = useEditor((state) => state.graph)
  const isUnderWay = useEditor((state) => state.session !== null)
  const end = endOf(playback.getState().events)
  if (stopped) {
    return (
      <span className="flex min-w-0 items-center gap-1">
        <Pause aria-hidden className="size-3.5 shrink-0 text-accent" />
        <span className="min-w-0">
          {isUnderWay ? 'Stands' : 'Stopped'} {stoppedInWords(graph, stopped)}
        </span>
      </span>
    )
  }
  if (end) {
    const { outcome, iterations, steps } = end.data
    return (
      <span>
        Ended <strong className="font-semibold">{outcome}</strong> after {iterations}{' '}
        {iterations === 1 ? 'iteration' : 'iterations'}, {steps} {steps === 1 ? 'step' : 'steps'}
      </span>
    )
  }
  return (
    <span className={rejection ? 'text-danger' : ''}>
      {rejection ? `The call would be refused: ${rejection}` : 'Stopped before its end'}
    </span>
  )
}
