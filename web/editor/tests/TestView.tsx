import { CircleX, FlaskConical, Play, Trash2 } from 'lucide-react'
import type { CaseFailure } from '../../../shared/cases/caseReport.ts'
import type { Case } from '../../../shared/graph/case.ts'
import { EventTable } from '../../replay/EventTable.tsx'
import { PlaybackControls } from '../../replay/PlaybackControls.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { TestResult } from '../store/testsSlice.ts'
import { openInTry, removeTest } from './editTests.ts'
import { TestForm } from './TestForm.tsx'
import { TestMark } from './TestList.tsx'
import { testState } from './testState.ts'
import { useTestGround } from './useTestGround.ts'

type TestViewProps = { test: Case; onRun: () => void }

/** One test: what came of it, with its run to play on the canvas, or what it asks and expects, to change. */
export function TestView({ test, onRun }: TestViewProps) {
  const store = useEditorStore()
  const view = useEditor((state) => state.openTest?.view ?? 'result')
  const result = useEditor((state) => state.testResults[test.id])
  const ground = useTestGround()
  const show = (next: 'result' | 'form') => store.getState().setOpenTest({ id: test.id, view: next })
  return (
    <section aria-label={`Test “${test.title}”`} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line-1 px-3 py-1">
        <h3 className="min-w-0 truncate text-sm font-semibold">{test.title}</h3>
        <TestMark state={testState(test, result, ground)} />
        <span className="ml-auto flex items-center gap-1">
          <Button size="sm" variant="ghost" aria-pressed={view === 'result'} onClick={() => show('result')}>
            Result
          </Button>
          <Button size="sm" variant="ghost" aria-pressed={view === 'form'} onClick={() => show('form')}>
            Edit
          </Button>
          <Button
            size="sm"
            icon={<Play aria-hidden />}
            disabled={ground.version === undefined}
            onClick={onRun}
          >
            Run
          </Button>
          <Button
            size="sm"
            icon={<FlaskConical aria-hidden />}
            onClick={() => openInTry(store.getState(), test)}
          >
            Open in Try
          </Button>
          <IconButton
            size="sm"
            label={`Remove “${test.title}”`}
            icon={<Trash2 aria-hidden />}
            onClick={() => removeTest(store.getState(), test.id)}
          />
        </span>
      </div>
      {view === 'form' ? (
        <TestForm test={test} />
      ) : result ? (
        <ResultView result={result} />
      ) : (
        <p className="p-4 text-sm text-fg-2">It has not run yet.</p>
      )}
    </section>
  )
}

function ResultView({ result }: { result: TestResult }) {
  const { report, playback } = result
  const { events } = playback.getState()
  return (
    <>
      {report.failures.length > 0 && (
        <ul
          aria-label="What did not come"
          className="max-h-32 shrink-0 overflow-auto border-b border-line-1 py-1"
        >
          {report.failures.map((failure) => (
            <FailureRow key={failure.pointer} failure={failure} result={result} />
          ))}
        </ul>
      )}
      {events.length > 0 && (
        <>
          <PlaybackControls playback={playback} className="border-b border-line-1" />
          <EventTable playback={playback} since={events[0]?.at ?? 0} />
        </>
      )}
    </>
  )
}

function FailureRow({ failure, result }: { failure: CaseFailure; result: TestResult }) {
  const store = useEditorStore()
  const { node, seq, message, pointer } = failure
  const goThere = () => {
    if (seq !== null) result.playback.getState().seek(seq)
    const { select, canvas, graph } = store.getState()
    if (node === null || !nodeOf(graph, node)) return
    select({ nodes: [node] })
    canvas?.reveal([node])
  }
  return (
    <li>
      <button
        type="button"
        onClick={goThere}
        className="flex w-full items-start gap-2 px-3 py-1 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
      >
        <CircleX aria-hidden className="mt-0.5 size-3.5 shrink-0 text-danger" />
        <span className="min-w-0 flex-1 break-words">
          {message} <code className="font-mono text-xs text-fg-3">{pointer.replace(/^\/expect\/?/, '')}</code>
        </span>
      </button>
    </li>
  )
}
