import type { TableInput } from '../../../../shared/graph/nodes/planner.ts'
import type { TableTestAccess } from './useTableTest.ts'

type TestRowProps = { inputs: readonly TableInput[]; test: TableTestAccess }

/** A value for each column, to try the rules on. A column left empty has the value of the run or the sample that stands there. */
export function TestRow({ inputs, test }: TestRowProps) {
  const { typed, result, type, fromRun } = test
  return (
    <tr className="border-t border-line-1 bg-accent-soft text-left">
      <th
        scope="row"
        className="sticky left-0 z-10 border-r border-line-1 bg-accent-soft px-2 py-1.5 font-medium text-accent"
      >
        Test
      </th>
      {inputs.map((input, column) => {
        const value = result?.values[column]
        return (
          <td key={input.id} className="border-l border-line-1 p-0 align-top font-normal">
            <input
              aria-label={`Test value of ${input.label}`}
              spellCheck={false}
              autoComplete="off"
              value={typed[column] ?? ''}
              placeholder={value?.ok ? JSON.stringify(value.value) : 'type a value'}
              title={value?.ok === false ? value.error : undefined}
              onChange={(event) => type(column, event.target.value)}
              className="block h-7 w-full bg-transparent px-2 font-mono text-xs placeholder:text-fg-2 focus-visible:-outline-offset-2"
            />
          </td>
        )
      })}
      <td colSpan={2} className="border-l border-line-1 px-2 py-1.5 text-fg-2">
        {fromRun ? 'Empty: as in the run that was tried' : 'Empty: a sample'}
      </td>
    </tr>
  )
}
