import { FlaskConical, Play, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { EventTable } from '../../replay/EventTable.tsx'
import { PlaybackControls } from '../../replay/PlaybackControls.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Splitter } from '../../ui/Splitter.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { Trial } from '../store/trySlice.ts'
import { endOf } from './endOf.ts'
import { MockList } from './MockList.tsx'
import { runTrial } from './runTrial.ts'
import { SaveAsTest } from './SaveAsTest.tsx'
import { TryInput } from './TryInput.tsx'

/** Runs the loop in the browser on sample input, with the production engine and simulated targets, and plays the result. */
export function TryPanel() {
  const store = useEditorStore()
  const status = useEditor((state) => state.tryStatus)
  const program = useEditor((state) => state.program)
  const trial = useEditor((state) => state.trial)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const run = () => {
    abort.current?.abort()
    abort.current = new AbortController()
    void runTrial(store, abort.current.signal)
  }
  const running = status.type === 'running'
  const asks = (
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
              </div>
            ),
          },
        ]}
      />
      <div className="flex shrink-0 items-center gap-2 border-t border-line-1 px-3 py-2">
        {running ? (
          <Button icon={<Square aria-hidden />} onClick={() => abort.current?.abort()}>
            Stop
          </Button>
        ) : (
          <Button variant="primary" icon={<Play aria-hidden />} disabled={!program} onClick={run}>
            Run on this input
          </Button>
        )}
        <p role="status" className="min-w-0 flex-1 text-xs text-fg-2">
          {running && 'Running in this browser…'}
          {!program && 'The loop has errors; mend them first.'}
        </p>
      </div>
      {status.type === 'failed' && (
        <p role="alert" className="border-t border-line-1 px-3 py-2 text-xs text-danger">
          {status.message}
        </p>
      )}
    </section>
  )
  return (
    <div className="flex h-full min-h-0">
      <Splitter
        id="try"
        panes={[
          { id: 'asks', minSize: 200, defaultSize: '40%', maxSize: '75%', content: asks },
          { id: 'result', minSize: 240, content: trial ? <TrialView trial={trial} /> : <NothingTried /> },
        ]}
      />
    </div>
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
  const { events } = trial.playback.getState()
  const end = endOf(events)
  return (
    <section aria-label="Simulated run" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line-1 px-3 py-1 text-xs">
        <Badge icon={<FlaskConical aria-hidden />}>Simulated</Badge>
        {end ? (
          <span>
            Ended <strong className="font-semibold">{end.data.outcome}</strong> after {end.data.iterations}{' '}
            {end.data.iterations === 1 ? 'iteration' : 'iterations'}, {end.data.steps}{' '}
            {end.data.steps === 1 ? 'step' : 'steps'}
          </span>
        ) : (
          <span className={trial.rejection ? 'text-danger' : ''}>
            {trial.rejection ? `The call would be refused: ${trial.rejection}` : 'Stopped before its end'}
          </span>
        )}
        {changed && (
          <Badge tone="warning">The loop has changed since; run again to see it on the canvas</Badge>
        )}
        <SaveAsTest />
      </div>
      <PlaybackControls playback={trial.playback} className="border-b border-line-1" />
      <EventTable playback={trial.playback} since={events[0]?.at ?? 0} />
    </section>
  )
}
