import { CircleCheck, CircleDashed, CircleX, History, Play } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Case } from '../../../shared/graph/case.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { type TestState, testState } from './testState.ts'
import { useTestGround } from './useTestGround.ts'

const looks = {
  'not-run': { icon: CircleDashed, words: 'Not run', tone: 'text-fg-3' },
  passed: { icon: CircleCheck, words: 'Passed', tone: 'text-success' },
  failed: { icon: CircleX, words: 'Failed', tone: 'text-danger' },
  stale: { icon: History, words: 'Changed since it ran', tone: 'text-warning' },
} as const satisfies Record<TestState, unknown>

export function TestMark({ state }: { state: TestState }) {
  const { icon: Icon, words, tone } = looks[state]
  return (
    <span className={`inline-flex shrink-0 items-center gap-1 text-xs ${tone}`}>
      <Icon aria-hidden className="size-3.5" /> {words}
    </span>
  )
}

type TestListProps = { cases: readonly Case[]; onRun: (test: Case) => void }

/** One row a test, with what came of it. Arrows walk the rows. */
export function TestList({ cases, onRun }: TestListProps) {
  return (
    <div className="min-h-0 flex-1 overflow-auto py-1" onKeyDown={walkRows} role="presentation">
      <ul>
        {cases.map((test) => (
          <TestRow key={test.id} test={test} onRun={onRun} />
        ))}
      </ul>
    </div>
  )
}

function TestRow({ test, onRun }: { test: Case; onRun: (test: Case) => void }) {
  const store = useEditorStore()
  const chosen = useEditor((state) => state.openTest?.id === test.id)
  const ground = useTestGround()
  const state = useEditor(({ testResults }) => testState(test, testResults[test.id], ground))
  const ready = useEditor(({ program, testing }) => program !== null && testing.type !== 'running')
  return (
    <li className={`flex items-center gap-1 pr-2 ${chosen ? 'bg-accent-soft' : 'hover:bg-surface-2'}`}>
      <button
        type="button"
        data-test
        aria-current={chosen ? 'true' : undefined}
        onClick={() => store.getState().setOpenTest({ id: test.id, view: 'result' })}
        className="flex min-w-0 flex-1 items-center gap-2 px-3 py-1 text-left text-sm focus-visible:-outline-offset-2"
      >
        <span className="line-clamp-2 min-w-0 flex-1">{test.title}</span>
        <TestMark state={state} />
      </button>
      <IconButton
        size="sm"
        label={`Run “${test.title}”`}
        icon={<Play aria-hidden />}
        disabled={!ready}
        onClick={() => {
          store.getState().setOpenTest({ id: test.id, view: 'result' })
          onRun(test)
        }}
      />
    </li>
  )
}

function walkRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-test]')]
  const here = rows.indexOf(document.activeElement as HTMLElement)
  const next = rows[here + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}
