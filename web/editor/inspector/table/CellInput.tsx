import type { KeyboardEventHandler } from 'react'
import { cx } from '../../../ui/cx.ts'
import { useField } from '../useField.ts'

type CellInputProps = { at: string; label: string; onKeyDown: KeyboardEventHandler<HTMLInputElement> }

/** A cell of the rules' grid: its text is a value at once, and what the compiler says stands under it. */
export function CellInput({ at, label, onKeyDown }: CellInputProps) {
  const field = useField(at)
  const [problem] = field.problems
  return (
    <div data-field={at}>
      <input
        aria-label={label}
        aria-invalid={problem?.severity === 'error' || undefined}
        spellCheck={false}
        autoComplete="off"
        value={typeof field.value === 'string' ? field.value : ''}
        onChange={(event) => field.write(event.target.value)}
        onBlur={field.leave}
        onKeyDown={onKeyDown}
        className={cx(
          'h-7 w-full bg-transparent px-2 font-mono text-xs focus-visible:-outline-offset-2',
          problem?.severity === 'error' && 'bg-danger-soft',
        )}
      />
      {problem && (
        <p className={cx('px-2 pb-1', problem.severity === 'error' ? 'text-danger' : 'text-warning')}>
          {problem.message}
        </p>
      )}
    </div>
  )
}
