import { ListChecks, Play, Plus, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Case } from '../../../shared/graph/case.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Splitter } from '../../ui/Splitter.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { addTest, emptyTest, testOfTrial } from './editTests.ts'
import { runTests } from './runTests.ts'
import { TestList } from './TestList.tsx'
import { TestView } from './TestView.tsx'
import { noCases } from './testState.ts'

/** The tests that the loop carries: run here with the engine of production, nothing called. */
export function TestsPanel() {
  const store = useEditorStore()
  const cases = useEditor(({ graph }) => graph.cases ?? noCases)
  const open = useEditor((state) => cases.find(({ id }) => id === state.openTest?.id))
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const run = (some: readonly Case[]) => {
    abort.current?.abort()
    abort.current = new AbortController()
    void runTests(store, some, abort.current.signal)
  }
  if (cases.length === 0) return <NoTests />
  const list = (
    <section aria-label="Tests" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Toolbar cases={cases} onRun={run} onStop={() => abort.current?.abort()} />
      <TestList cases={cases} onRun={(test) => run([test])} />
    </section>
  )
  return (
    <div className="flex h-full min-h-0">
      <Splitter
        id="tests"
        panes={[
          { id: 'list', minSize: 220, defaultSize: '34%', maxSize: '60%', content: list },
          {
            id: 'test',
            minSize: 280,
            content: open ? (
              <TestView key={open.id} test={open} onRun={() => run([open])} />
            ) : (
              <p className="p-4 text-sm text-fg-2">Choose a test to see what it expects and what came.</p>
            ),
          },
        ]}
      />
    </div>
  )
}

type ToolbarProps = { cases: readonly Case[]; onRun: (cases: readonly Case[]) => void; onStop: () => void }

function Toolbar({ cases, onRun, onStop }: ToolbarProps) {
  const testing = useEditor((state) => state.testing)
  const ready = useEditor((state) => state.program !== null)
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line-1 px-3 py-1.5">
      {testing.type === 'running' ? (
        <Button size="sm" icon={<Square aria-hidden />} onClick={onStop}>
          Stop
        </Button>
      ) : (
        <Button
          size="sm"
          variant="primary"
          icon={<Play aria-hidden />}
          disabled={!ready}
          onClick={() => onRun(cases)}
        >
          Run all
        </Button>
      )}
      <AddTest />
      <p role="status" className="min-w-0 flex-1 text-xs text-fg-2">
        {testing.type === 'running' && `Running, ${testing.left} left…`}
        {testing.type === 'failed' && <span className="text-danger">{testing.message}</span>}
        {!ready && testing.type !== 'failed' && 'The loop has errors; mend them first.'}
      </p>
    </div>
  )
}

function AddTest() {
  const store = useEditorStore()
  const trial = useEditor((state) => state.trial)
  return (
    <Menu
      trigger={
        <Button size="sm" icon={<Plus aria-hidden />}>
          Add a test
        </Button>
      }
      items={[
        {
          label: 'From what was tried last',
          hint: trial ? 'It expects what came of it' : 'Nothing was tried yet',
          disabled: !trial,
          onSelect: () => {
            if (trial) addTest(store.getState(), testOfTrial(trial), 'form')
          },
        },
        { label: 'Empty', onSelect: () => addTest(store.getState(), emptyTest(), 'form') },
      ]}
    />
  )
}

function NoTests() {
  return (
    <EmptyState
      className="py-6"
      picture={<ListChecks className="size-6" />}
      title="No tests yet"
      action={<AddTest />}
    >
      A test is an input, what everything outside answers, and what must come of it. Try the loop and keep
      what came, or save a recorded run. Tests run here and before each publication.
    </EmptyState>
  )
}
