import { Field } from '../../../ui/Field.tsx'
import { Input } from '../../../ui/Input.tsx'

/** A share of 1 out of what somebody wrote as percent; null where that is none. */
export function readShare(text: string): number | null {
  const share = text.trim() === '' ? Number.NaN : Number(text) / 100
  return share >= 0 && share <= 1 ? share : null
}

/** A share of 1 as somebody would write it in percent. */
export const shareText = (share: number) => String(Math.round(share * 1000) / 10)

type ShareFieldProps = { text: string; onChange: (text: string) => void }

/** How many of the calls a canary takes: a slider for a rough share, and the number for an exact one. */
export function ShareField({ text, onChange }: ShareFieldProps) {
  const share = readShare(text)
  return (
    <div className="flex items-end gap-2">
      <input
        type="range"
        aria-label="Share of the canary"
        aria-valuetext={share === null ? undefined : `${shareText(share)} percent`}
        min={0}
        max={100}
        value={share === null ? 0 : Math.round(share * 100)}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 w-32 min-w-16 accent-accent"
      />
      <Field
        label="% of the calls"
        error={share === null ? 'From 0 to 100' : undefined}
        className="w-24 shrink-0"
      >
        <Input
          inputMode="decimal"
          className="tabular"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </div>
  )
}
