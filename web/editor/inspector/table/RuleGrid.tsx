import { ChevronDown, ChevronUp, Plus, Trash2 } from 'lucide-react'
import { Fragment, type ReactNode, useState } from 'react'
import type { TableInput } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useEditorStore } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'
import { useField } from '../useField.ts'
import { CellInput } from './CellInput.tsx'
import { walkCells } from './walkCells.ts'

type RuleGridProps = {
  /** Where the table with its `inputs` and `rules` stands. */
  at: string
  inputs: readonly TableInput[]
  rules: readonly { id: string }[]
  /** The head of the column that says what a rule leads to. */
  leadsTo: string
  /** What a rule leads to, in a few words. */
  summary: (index: number) => ReactNode
  /** The table with one more rule. */
  added: () => Json
  /** The last rule stays. */
  atLeastOne?: boolean
  /** What a rule leads to, with its fields at that pointer. */
  children: (at: string, index: number) => ReactNode
}

/** The rules of a decision table as a grid: a row a rule, a cell a column. A row opens on what it leads to. Arrows and Enter walk the cells. */
export function RuleGrid({
  at,
  inputs,
  rules,
  leadsTo,
  summary,
  added,
  atLeastOne = false,
  children,
}: RuleGridProps) {
  const store = useEditorStore()
  const node = useFormNode()
  const field = useField(at)
  const { problems } = useField(`${at}/rules`)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = (index: number) => {
    const next = new Set(open)
    if (!next.delete(index)) next.add(index)
    setOpen(next)
  }
  const reorder = (order: number[], label: string) => {
    store.getState().reorder(node, `${at}/rules`, order, label)
    setOpen(new Set())
  }
  const order = rules.map((_, index) => index)
  const swap = (index: number, by: 1 | -1) => {
    const next = [...order]
    next[index] = index + by
    next[index + by] = index
    reorder(next, 'Moved a rule')
  }
  const without = (index: number) => order.filter((each) => each !== index)
  return (
    <div data-field={`${at}/rules`} className="flex flex-col gap-2">
      {problems[0] && <p className="text-xs text-danger">{problems[0].message}</p>}
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
          </thead>
          <tbody>
            {rules.map((rule, index) => (
              <Fragment key={index}>
                <tr className="border-t border-line-1">
                  <td className="sticky left-0 z-10 border-r border-line-1 bg-surface-1 p-0 align-top">
                    <CellInput
                      onKeyDown={walkCells}
                      at={`${at}/rules/${index}/id`}
                      label={`Id of rule ${index + 1}`}
                    />
                  </td>
                  {inputs.map((input, column) => (
                    <td key={input.id} className="border-l border-line-1 p-0 align-top">
                      <CellInput
                        onKeyDown={walkCells}
                        at={`${at}/rules/${index}/cells/${column}`}
                        label={`${input.label}, rule ${rule.id}`}
                      />
                    </td>
                  ))}
                  <td className="border-l border-line-1 px-1">
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-expanded={open.has(index)}
                      icon={open.has(index) ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
                      onClick={() => toggle(index)}
                    >
                      {summary(index)}
                    </Button>
                  </td>
                  <td className="whitespace-nowrap px-1">
                    <IconButton
                      size="sm"
                      label={`Move rule ${rule.id} up`}
                      icon={<ChevronUp aria-hidden />}
                      disabled={index === 0}
                      onClick={() => swap(index, -1)}
                    />
                    <IconButton
                      size="sm"
                      label={`Move rule ${rule.id} down`}
                      icon={<ChevronDown aria-hidden />}
                      disabled={index === rules.length - 1}
                      onClick={() => swap(index, 1)}
                    />
                    <IconButton
                      size="sm"
                      label={`Remove rule ${rule.id}`}
                      icon={<Trash2 aria-hidden />}
                      disabled={atLeastOne && rules.length === 1}
                      onClick={() => reorder(without(index), 'Removed a rule')}
                    />
                  </td>
                </tr>
                {/* Closed rows stay in the page, so that a problem inside can open its row and be shown. */}
                <tr
                  hidden={!open.has(index)}
                  data-steps
                  data-closed-row={open.has(index) ? undefined : `${at}/rules/${index}`}
                  className="border-t border-line-1 bg-surface-0"
                >
                  <td colSpan={inputs.length + 3} className="p-3">
                    {open.has(index) && (
                      // Stays in sight while the grid is scrolled sideways.
                      <div className="sticky left-3 flex w-[calc(100cqw-26px)] max-w-140 flex-col gap-3">
                        {children(`${at}/rules/${index}`, index)}
                      </div>
                    )}
                  </td>
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() => {
          field.write(added(), 'Added a rule')
          setOpen(new Set([...open, rules.length]))
        }}
      >
        Add rule
      </Button>
    </div>
  )
}
