import { FlaskConical, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Rails, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { Button } from '../../../ui/Button.tsx'
import { cx } from '../../../ui/cx.ts'
import type { TableMarks } from '../../model/tableMarks.ts'
import { useEditorStore } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'
import { useField } from '../useField.ts'
import { GapRow } from './GapRow.tsx'
import { RuleRow } from './RuleRow.tsx'
import { TestRow } from './TestRow.tsx'
import { useTableTest } from './useTableTest.ts'

type RuleGridProps = {
  /** Where the table with its `inputs` and `rules` stands. */
  at: string
  table: TableStrategy | Rails
  marks?: TableMarks
  /** The head of the column that says what a rule leads to. */
  leadsTo: string
  /** What a rule leads to, in a few words. */
  summary: (index: number) => ReactNode
  /** The table with one more rule, with cells of its own where they are given. */
  added: (cells?: string[]) => Json
  /** The last rule stays. */
  atLeastOne?: boolean
  /** What a rule leads to, with its fields at that pointer. */
  children: (at: string, index: number) => ReactNode
}

/**
 * The rules of a decision table as a grid: a row a rule, a cell a column. A row opens on what it leads to. Rules that overlap, the gap that
 * they leave and, in a test, those that match are marked in it. Arrows and Enter walk the cells.
 */
export function RuleGrid(props: RuleGridProps) {
  const { at, table, marks, leadsTo, summary, added, atLeastOne = false, children } = props
  const { inputs, rules } = table
  const store = useEditorStore()
  const node = useFormNode()
  const field = useField(at)
  const { problems } = useField(`${at}/rules`)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const test = useTableTest(table)
  const verdict = test.result?.verdict
  const gap = marks?.gap ?? null
  const toggle = (index: number) => {
    const next = new Set(open)
    if (!next.delete(index)) next.add(index)
    setOpen(next)
  }
  const reorder = (order: number[], label: string) => {
    store.getState().reorder(node, `${at}/rules`, order, label)
    setOpen(new Set())
  }
  const add = (cells?: string[]) => {
    field.write(added(cells), 'Added a rule')
    setOpen(new Set([...open, rules.length]))
  }
  const order = rules.map((_, index) => index)
  // The gap says itself, in its row.
  const said = problems.find(({ code }) => gap === null || code !== 'table-gap')
  return (
    <div data-field={`${at}/rules`} className="flex flex-col gap-2">
      {said && (
        <p className={said.severity === 'error' ? 'text-xs text-danger' : 'text-xs text-warning'}>
          {said.message}
        </p>
      )}
      <p className="text-xs text-fg-3">
        A cell holds a value, a list of values, or CEL over <code className="font-mono">it</code>;{' '}
        <code className="font-mono">-</code> matches anything.
      </p>
      <div className="@container overflow-x-auto rounded-md border border-line-1">
        <table className="w-full border-collapse text-xs">
          <thead>
            <tr className="bg-surface-2 text-left text-fg-2">
              <th scope="col" className="sticky left-0 z-10 min-w-24 bg-surface-2 px-2 py-1 font-medium">
                Rule
              </th>
              {inputs.map((input) => (
                <th
                  key={input.id}
                  scope="col"
                  title={input.expr}
                  className="min-w-32 border-l border-line-1 px-2 py-1 font-medium"
                >
                  {input.label}
                </th>
              ))}
              <th scope="col" className="min-w-20 border-l border-line-1 px-2 py-1 font-medium">
                {leadsTo}
              </th>
              <th scope="col" className="w-20 px-1 py-1">
                <span className="sr-only">Change</span>
              </th>
            </tr>
            {test.on && <TestRow inputs={inputs} test={test} />}
          </thead>
          <tbody>
            {rules.map((rule, index) => (
              <RuleRow
                key={index}
                at={`${at}/rules/${index}`}
                rule={rule}
                index={index}
                inputs={inputs}
                overlaps={(marks?.overlaps[index] ?? []).flatMap((other) => rules[other]?.id ?? [])}
                tested={test.result?.rules[index] ?? null}
                decides={test.result?.verdict.decides.includes(rule.id) ?? false}
                isOpen={open.has(index)}
                toggle={() => toggle(index)}
                summary={summary(index)}
                last={index === rules.length - 1}
                stays={atLeastOne && rules.length === 1}
                move={(by) => {
                  const next = [...order]
                  next[index] = index + by
                  next[index + by] = index
                  reorder(next, 'Moved a rule')
                }}
                remove={() =>
                  reorder(
                    order.filter((each) => each !== index),
                    'Removed a rule',
                  )
                }
              >
                {children(`${at}/rules/${index}`, index)}
              </RuleRow>
            ))}
            {gap && <GapRow gap={gap} add={() => add(gap.map((cell) => cell ?? '-'))} />}
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={<Plus aria-hidden />} onClick={() => add()}>
          Add rule
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={test.on}
          icon={<FlaskConical aria-hidden />}
          onClick={() => test.turn(!test.on)}
        >
          Test the rules
        </Button>
        <span
          role="status"
          className={cx('min-w-0 text-xs font-medium', verdict?.ok ? 'text-success' : 'text-danger')}
        >
          {verdict?.text}
        </span>
      </div>
    </div>
  )
}
