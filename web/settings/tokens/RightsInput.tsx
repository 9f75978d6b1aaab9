import { useId } from 'react'
import type { GivenRight } from '../../../shared/api/rights.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { rightWords } from '../rightWords.ts'

type RightsInputProps = {
  all: readonly GivenRight[]
  without: readonly GivenRight[]
  onChange: (without: readonly GivenRight[]) => void
}

/** Which of a role's rights a token has: all, until some are taken away. */
export function RightsInput({ all, without, onChange }: RightsInputProps) {
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-fg-2">Rights of the role that it has</legend>
      <div className="flex flex-wrap gap-x-4">
        {all.map((right) => (
          <span key={right} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${right}`}
              checked={!without.includes(right)}
              onCheckedChange={(on) =>
                onChange(on === true ? without.filter((each) => each !== right) : [...without, right])
              }
            />
            <label htmlFor={`${id}-${right}`} className="text-sm">
              {rightWords[right]}
            </label>
          </span>
        ))}
      </div>
    </fieldset>
  )
}
