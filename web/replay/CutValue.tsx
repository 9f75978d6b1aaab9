import { useState } from 'react'
import { JsonView } from '../ui/JsonView.tsx'
import { cutToChange } from './cutToChange.ts'

/** A JSON value on its line. A long one is cut to where it begins to differ from the other side's, and opens as a tree. */
export function CutValue({ value, other, label }: { value: unknown; other: unknown; label: string }) {
  const [open, setOpen] = useState(false)
  const whole = textOf(value)
  const text = cutToChange(whole, textOf(other))
  if (open) return <JsonView value={value} label={label} className="flex-1" />
  return (
    <code className="min-w-0 font-mono text-xs wrap-anywhere">
      {text}
      {text !== whole && (
        <button
          type="button"
          className="ml-1 min-h-6 font-sans text-accent underline"
          onClick={() => setOpen(true)}
        >
          Show all
        </button>
      )}
    </code>
  )
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? 'undefined'
