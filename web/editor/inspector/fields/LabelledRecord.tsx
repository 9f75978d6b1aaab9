import { RecordField } from './RecordField.tsx'

type LabelledRecordProps = {
  at: string
  label: string
  noun: string
  base: string
  roots?: readonly string[]
}

/** Named texts under a label. */
export function LabelledRecord({ label, ...rest }: LabelledRecordProps) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs font-medium text-fg-2">{label}</span>
      <RecordField {...rest} />
    </div>
  )
}
