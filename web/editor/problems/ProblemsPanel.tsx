import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Diagnostic, Severity } from '../../../shared/compile/diagnostic.ts'
import { Button } from '../../ui/Button.tsx'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import { applyFix } from './applyFix.ts'
import { ProblemPageLink } from './ProblemPageLink.tsx'
import { useProblems } from './useProblems.ts'

/** Problems of one severity that are listed; the first ones say what is wrong. */
const shown = 100

const groups = [
  { severity: 'error', title: 'Errors', says: 'block publishing', icon: CircleAlert, tone: 'text-danger' },
  { severity: 'warning', title: 'Warnings', says: 'worth a look', icon: TriangleAlert, tone: 'text-warning' },
  { severity: 'info', title: 'Notes', says: '', icon: Info, tone: 'text-fg-2' },
] as const satisfies { severity: Severity; [key: string]: unknown }[]

/** Every problem by severity: picking one goes to its place, a known fix is one click and one undo step. */
export function ProblemsPanel() {
  const problems = useProblems()
  const compiled = useEditor((state) => state.compiledGraph !== null)
  if (!compiled) return <p className="px-3 py-2 text-sm text-fg-2">Checking the loop…</p>
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 px-3 py-3 text-sm text-fg-2">
        <CircleCheck aria-hidden className="size-4 text-success" />
        No problems. The loop compiles and can be published.
      </p>
    )
  }
  return (
    <div className="py-1" onKeyDown={walkRows} role="presentation">
      {groups.map(({ severity, title, says, icon: Icon, tone }) => {
        const members = problems.filter((problem) => problem.severity === severity)
        if (members.length === 0) return null
        return (
          <section key={severity} aria-label={title}>
            <h3 className="px-3 pt-1 text-xs text-fg-3">
              {title} <span className="tabular">{members.length}</span>
              {says && ` · ${says}`}
            </h3>
            <ul>
              {members.slice(0, shown).map((problem, index) => (
                <ProblemRow
                  key={`${problem.code} ${index}`}
                  problem={problem}
                  icon={<Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${tone}`} />}
                />
              ))}
            </ul>
            {members.length > shown && (
              <p className="px-3 py-1 text-xs text-fg-3">and {members.length - shown} more</p>
            )}
          </section>
        )
      })}
    </div>
  )
}

type ProblemRowProps = { problem: Diagnostic; icon: React.ReactNode }

function ProblemRow({ problem, icon }: ProblemRowProps) {
  const store = useEditorStore()
  const place = useEditor((state) => placeName(state, problem))
  const { fix } = problem
  return (
    <li className="flex items-start gap-2 pr-3 hover:bg-surface-2">
      <button
        type="button"
        data-problem={problem.code}
        onClick={() => goToProblem(store.getState(), problem)}
        className="flex min-w-0 flex-1 items-start gap-2 px-3 py-1 text-left text-sm focus-visible:-outline-offset-2"
      >
        {icon}
        <span className="min-w-0 flex-1">
          {problem.message}
          <span className="ml-2 text-xs text-fg-3">{place}</span>
        </span>
      </button>
      <ProblemPageLink code={problem.code} />
      {fix && (
        <Button size="sm" className="my-0.5" onClick={() => applyFix(store.getState(), fix)}>
          {fix.title}
        </Button>
      )}
    </li>
  )
}

function placeName({ graph }: EditorState, { at }: Diagnostic): string {
  const name = at.node === undefined ? 'the loop' : (nodeOf(graph, at.node)?.title ?? at.node)
  const detail = at.port ?? at.field?.slice(1).replaceAll('/', ' › ')
  return detail ? `${name} · ${detail}` : name
}

export function goToProblem(state: EditorState, { at }: Diagnostic): void {
  const edge = at.edge !== undefined && state.graph.edges.find((each) => each.id === at.edge)
  if (edge) {
    state.select({ edges: [edge.id] })
    state.canvas?.reveal([edge.from.node])
    state.canvas?.focus()
    return
  }
  const test = /^\/cases\/(\d+)/.exec(at.field ?? '')
  const id = test && state.graph.cases?.[Number(test[1])]?.id
  if (id) {
    state.setOpenTest({ id, view: 'form' })
    state.showDock('tests')
    return
  }
  // A wire that is missing is drawn in the node's list of wires.
  const field = at.field ?? (at.port ? `/@wires/${at.port}` : '/title')
  state.goTo(at.node !== undefined && nodeOf(state.graph, at.node) ? at.node : null, field)
}

function walkRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-problem]')]
  const here = rows.indexOf(document.activeElement as HTMLElement)
  const next = rows[here + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}
