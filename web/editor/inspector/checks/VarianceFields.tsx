import { CelField } from '../fields/CelField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { checkRoots } from './roots.ts'

/** What came, what was expected, and how far numbers may be off. */
export function VarianceFields({ at }: { at: string }) {
  return (
    <>
      <CelField at={`${at}/actual`} label="What came" roots={checkRoots} />
      <CelField
        at={`${at}/expected`}
        label="What was expected"
        optional
        roots={checkRoots}
        help="Left out: what the plan expects (plan.expected)"
      />
      <div className="grid grid-cols-2 gap-2">
        <NumberField
          at={`${at}/tolerance/absolute`}
          label="Off by"
          optional
          placeholder="0"
          help="In the numbers’ unit"
        />
        <NumberField
          at={`${at}/tolerance/relative`}
          label="or by share"
          optional
          placeholder="0"
          help="0.05 is 5 %"
        />
      </div>
      <p className="text-xs text-fg-3">
        Numbers anywhere in the value may be off by either; all else has to be equal.
      </p>
    </>
  )
}
