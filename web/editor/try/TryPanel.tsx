import { FlaskConical, Play, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { EventTable } from '../../replay/EventTable.tsx'
import { PlaybackControls } from '../../replay/PlaybackControls.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { Trial } from '../store/trySlice.ts'
import { endOf } from './endOf.ts'
import { MockList } from './MockList.tsx'
import { runTrial } from './runTrial.ts'
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
  return (
    <div className="flex h-full min-h-0">
      <section
        aria-label="What to try"
        className="flex w-[clamp(200px,40%,360px)] shrink-0 flex-col border-r border-line-1"
      >
        <div className="relative min-h-0 flex-1 overflow-auto p-3">
          <TryInput />
          <MockList />
        </div>
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
      {trial ? <TrialView trial={trial} /> : <NothingTried />}
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
  const end = endOf(trial.playback.getState().events)
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
      </div>
      <PlaybackControls playback={trial.playback} className="border-b border-line-1" />
      <EventTable playback={trial.playback} />
    </section>
  )
}
