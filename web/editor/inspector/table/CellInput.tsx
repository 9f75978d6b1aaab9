import type { KeyboardEventHandler } from 'react'
import { cx } from '../../../ui/cx.ts'
import { useField } from '../useField.ts'

type CellInputProps = { at: string; label: string; onKeyDown: KeyboardEventHandler<HTMLTextAreaElement> }

/** A cell of the rules' grid: its text is a value at once, and what the compiler says stands under it. */
export function CellInput({ at, label, onKeyDown }: CellInputProps) {
  const field = useField(at)
  const [problem] = field.problems
  return (
    <div data-field={at}>
      <textarea
        rows={1}
        aria-label={label}
        aria-invalid={problem?.severity === 'error' || undefined}
        spellCheck={false}
        autoComplete="off"
        value={typeof field.value === 'string' ? field.value : ''}
        // A cell is one line that wraps: where there is room all of it is shown.
        onChange={(event) => field.write(event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
        onBlur={field.leave}
        onKeyDown={onKeyDown}
        className={cx(
          'block h-7 w-full resize-none overflow-hidden whitespace-pre bg-transparent px-2 py-1.5 font-mono text-xs leading-4 focus-visible:-outline-offset-2 @[700px]:field-sizing-content @[700px]:h-auto @[700px]:min-h-7 @[700px]:whitespace-pre-wrap @[700px]:wrap-break-word',
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
