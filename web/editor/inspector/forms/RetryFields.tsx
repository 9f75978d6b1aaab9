import type { ErrorClass } from '../../../../shared/errorClass.ts'
import type { Retry } from '../../../../shared/graph/nodes/action.ts'
import type { Json } from '../../../../shared/json.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { More } from '../More.tsx'
import { errorClassWords } from './errorClassWords.ts'
import { RetryPlot } from './RetryPlot.tsx'

const jitters = [
  { value: 'full', label: 'Full', hint: 'Anything up to the wait' },
  { value: 'none', label: 'None', hint: 'Exactly the wait' },
] as const

const defaultRetry: Json = { maxAttempts: 3, initialSeconds: 1, factor: 2, maxSeconds: 30, jitter: 'full' }

/** The failures that another attempt could mend; the others are final anyway. */
const classes = (
  [
    'network',
    'timeout',
    'http',
    'schema',
    'postcondition',
    'circuit',
    'child',
  ] as const satisfies readonly ErrorClass[]
).map((value) => ({ value, label: errorClassWords[value] }))

type RetrySwitchProps = { at: string; retry: Retry | undefined; totalSeconds: number | undefined }

/** Whether a failed attempt is repeated, and when, with a drawing of the schedule. */
export function RetrySwitch({ at, retry, totalSeconds }: RetrySwitchProps) {
  return (
    <SwitchField at={at} label="Retry" whenOn={defaultRetry}>
      {retry && (
        <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
          <div className="grid grid-cols-2 gap-2">
            <NumberField at={`${at}/maxAttempts`} label="Attempts" integer />
            <NumberField at={`${at}/initialSeconds`} label="First wait, s" />
            <NumberField at={`${at}/factor`} label="Times, each time" />
            <NumberField at={`${at}/maxSeconds`} label="Longest wait, s" />
          </div>
          <SelectField at={`${at}/jitter`} label="Jitter" options={jitters} />
          <RetryPlot retry={retry} totalSeconds={totalSeconds} />
          <More
            title="Never tried again"
            used={retry.neverOn !== undefined || retry.neverOnStatus !== undefined}
          >
            <WordsField
              at={`${at}/neverOnStatus`}
              label="After status"
              numbers
              placeholder="400, 422"
              help="HTTP statuses that are final"
            />
            <ChoicesField at={`${at}/neverOn`} label="After" optional options={classes} />
          </More>
        </div>
      )}
    </SwitchField>
  )
}
