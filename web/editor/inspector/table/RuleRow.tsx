import { Check, ChevronDown, ChevronUp, Combine, Trash2, TriangleAlert, X } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { TableInput } from '../../../../shared/graph/nodes/planner.ts'
import { Button } from '../../../ui/Button.tsx'
import { cx } from '../../../ui/cx.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import type { Fit, TableTest } from '../../model/testTable.ts'
import { useField } from '../useField.ts'
import { CellInput } from './CellInput.tsx'
import { walkCells } from './walkCells.ts'

type RuleRowProps = {
  /** Where the rule stands. */
  at: string
  rule: { id: string }
  index: number
  inputs: readonly TableInput[]
  /** The ids of the rules that match some input with it and may not. */
  overlaps: readonly string[]
  /** How the rule came out of the test; null while there is none. */
  tested: TableTest['rules'][number] | null
  /** It is one of those that count in the test. */
  decides: boolean
  isOpen: boolean
  toggle: () => void
  summary: ReactNode
  last: boolean
  /** It can't be removed. */
  stays: boolean
  move: (by: 1 | -1) => void
  remove: () => void
  /** What the rule leads to. */
  children: ReactNode
}

/** One rule of the grid, and under it what it leads to. */
export function RuleRow({
  at,
  rule,
  index,
  inputs,
  overlaps,
  tested,
  decides,
  isOpen,
  toggle,
  summary,
  last,
  stays,
  move,
  remove,
  children,
}: RuleRowProps) {
  const { problems } = useField(at)
  const [problem] = problems
  return (
    <Fragment>
      <tr data-field={at} className={cx('border-t border-line-1', decides && 'bg-success-soft')}>
        <td
          className={cx(
            'sticky left-0 z-10 border-r border-line-1 p-0 align-top',
            decides ? 'bg-success-soft' : 'bg-surface-1',
            overlaps.length > 0 && 'shadow-[inset_3px_0_var(--danger)]',
          )}
        >
          <CellInput onKeyDown={walkCells} at={`${at}/id`} label={`Id of rule ${index + 1}`} />
          <RuleMarks overlaps={overlaps} fits={tested?.fits} decides={decides} />
        </td>
        {inputs.map((input, column) => (
          <td
            key={input.id}
            className={cx('relative border-l border-line-1 p-0 align-top', fitLooks(tested, column))}
          >
            <CellInput
              onKeyDown={walkCells}
              at={`${at}/cells/${column}`}
              label={`${input.label}, rule ${rule.id}`}
            />
            {tested?.cells[column] === false && (
              <span className="absolute top-2 right-1 bg-surface-2">
                <X role="img" aria-label="Does not match" className="size-3" />
              </span>
            )}
          </td>
        ))}
        <td className="border-l border-line-1 px-1">
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={isOpen}
            icon={isOpen ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
            onClick={toggle}
          >
            {summary}
          </Button>
        </td>
        <td className="whitespace-nowrap px-1">
          <IconButton
            size="sm"
            label={`Move rule ${rule.id} up`}
            icon={<ChevronUp aria-hidden />}
            disabled={index === 0}
            onClick={() => move(-1)}
          />
          <IconButton
            size="sm"
            label={`Move rule ${rule.id} down`}
            icon={<ChevronDown aria-hidden />}
            disabled={last}
            onClick={() => move(1)}
          />
          <IconButton
            size="sm"
            label={`Remove rule ${rule.id}`}
            icon={<Trash2 aria-hidden />}
            disabled={stays}
            onClick={remove}
          />
        </td>
      </tr>
      {problem && (
        <tr data-steps>
          <td colSpan={inputs.length + 3} className="px-2 pb-1">
            <p
              className={cx(
                'sticky left-2 flex w-[calc(100cqw-18px)] items-start gap-1',
                problem.severity === 'error' ? 'text-danger' : 'text-warning',
              )}
            >
              <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
              {problem.message}
            </p>
          </td>
        </tr>
      )}
      {/* Closed rows stay in the page, so that a problem inside can open its row and be shown. */}
      <tr
        hidden={!isOpen}
        data-steps
        data-closed-row={isOpen ? undefined : at}
        className="border-t border-line-1 bg-surface-0"
      >
        <td colSpan={inputs.length + 3} className="p-3">
          {isOpen && (
            // Stays in sight while the grid is scrolled sideways.
            <div className="sticky left-3 flex w-[calc(100cqw-26px)] max-w-140 flex-col gap-3">
              {children}
            </div>
          )}
        </td>
      </tr>
    </Fragment>
  )
}

function fitLooks(tested: TableTest['rules'][number] | null, column: number): string {
  if (!tested) return ''
  return tested.cells[column] === false ? 'bg-surface-2 text-fg-3' : ''
}

type RuleMarksProps = { overlaps: readonly string[]; fits: Fit | undefined; decides: boolean }

/** What is told of a rule under its id. */
function RuleMarks({ overlaps, fits, decides }: RuleMarksProps) {
  if (overlaps.length === 0 && fits !== true && fits !== null) return null
  const names = overlaps.map((id) => `“${id}”`).join(', ')
  return (
    <div className="flex flex-col gap-0.5 px-2 pb-1 [&_svg]:mt-0.5 [&_svg]:size-3 [&_svg]:shrink-0">
      {overlaps.length > 0 && (
        <span className="flex items-start gap-1 text-danger">
          <Combine aria-hidden />
          Overlaps {overlaps.length > 2 ? `${overlaps.length} rules` : names}
          {overlaps.length > 2 && <span className="sr-only">: {names}</span>}
        </span>
      )}
      {fits === true && (
        <span className="flex items-start gap-1 text-success">
          <Check aria-hidden />
          {decides ? 'Decides' : 'Matches'}
        </span>
      )}
      {fits === null && <span className="text-warning">Can’t be told</span>}
    </div>
  )
}
