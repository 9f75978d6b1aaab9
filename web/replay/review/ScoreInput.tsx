import { useId } from 'react'
import { cx } from '../../ui/cx.ts'

const scores = [1, 2, 3, 4, 5] as const
const words: Partial<Record<number, string>> = { 1: 'Bad', 5: 'Good' }

type ScoreInputProps = { score: number | null; onChange: (score: number) => void }

/** A score from 1 to 5, one of which is chosen. */
export function ScoreInput({ score, onChange }: ScoreInputProps) {
  const name = useId()
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">Score</legend>
      <span aria-hidden className="text-xs text-fg-2">
        {words[1]}
      </span>
      {scores.map((each) => (
        <label
          key={each}
          className={cx(
            'tabular relative flex size-7 cursor-pointer items-center justify-center rounded-md border text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
            each === score
              ? 'border-accent bg-accent font-semibold text-on-accent'
              : 'border-line-2 bg-surface-1 hover:bg-surface-2',
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 cursor-pointer opacity-0"
            aria-label={words[each] ? `${each}, ${words[each]}` : String(each)}
            checked={each === score}
            onChange={() => onChange(each)}
          />
          {each}
        </label>
      ))}
      <span aria-hidden className="text-xs text-fg-2">
        {words[5]}
      </span>
    </fieldset>
  )
}
