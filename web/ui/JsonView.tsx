import { useMemo, useState } from 'react'
import { CopyButton } from './CopyButton.tsx'
import { cx } from './cx.ts'
import { JsonTree } from './JsonTree.tsx'

type JsonViewProps = {
  value: unknown
  /** Names the value for assistive technology. */
  label: string
  /** What a copied path starts with, such as `input`; empty starts at the first key. */
  root?: string
  className?: string
}

/** Past this many characters the raw text is cut, with a button for the rest: laying it out would stall the page. */
const rawLimit = 20_000

/** A JSON value as a tree that opens lazily, or raw; any path or value can be copied. */
export function JsonView({ value, label, root = '', className }: JsonViewProps) {
  const [raw, setRaw] = useState(false)
  const text = useMemo(() => (raw ? JSON.stringify(value, null, 2) : ''), [raw, value])
  return (
    <section aria-label={label} className={cx('min-w-0', className)}>
      <div className="flex items-center justify-end gap-1">
        <fieldset aria-label="View as" className="flex text-xs">
          {[false, true].map((mode) => (
            <button
              key={String(mode)}
              type="button"
              aria-pressed={raw === mode}
              onClick={() => setRaw(mode)}
              className="h-6 rounded-sm px-1.5 text-fg-3 hover:text-fg-1 aria-pressed:font-medium aria-pressed:text-fg-1"
            >
              {mode ? 'Raw' : 'Tree'}
            </button>
          ))}
        </fieldset>
        <CopyButton text={() => JSON.stringify(value, null, 2) ?? 'null'} label={`Copy ${label}`} />
      </div>
      {raw ? (
        <RawJson text={text ?? 'null'} label={label} />
      ) : (
        <JsonTree value={value} root={root} label={label} />
      )}
    </section>
  )
}

function RawJson({ text, label }: { text: string; label: string }) {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > rawLimit
  return (
    <>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        tabIndex={0}
        aria-label={`${label}, raw`}
        className="max-h-128 overflow-auto whitespace-pre-wrap break-words font-mono text-xs"
      >
        {cut ? text.slice(0, rawLimit) : text}
      </pre>
      {cut && (
        <button type="button" className="text-xs text-accent underline" onClick={() => setWhole(true)}>
          Show all {Math.ceil(text.length / 1024).toLocaleString('en')} KB
        </button>
      )}
    </>
  )
}
