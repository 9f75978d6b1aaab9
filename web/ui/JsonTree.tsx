import { ChevronRight, Copy } from 'lucide-react'
import { useState } from 'react'
import { cx } from './cx.ts'
import { celPath, type PathStep } from './jsonPath.ts'
import { toast } from './toast.ts'

/** Children shown at once; the rest waits behind a button, so that a huge array opens at once. */
const page = 100
/** Characters of a string shown before it is cut. */
const stringLimit = 200

type JsonTreeProps = { value: unknown; root: string; label: string }

/** The tree of `JsonView`: containers are built when they are opened. */
export function JsonTree({ value, root, label }: JsonTreeProps) {
  return (
    <ul aria-label={label} className="min-w-0 font-mono text-xs leading-6">
      <JsonNode name={null} value={value} path={[]} root={root} open />
    </ul>
  )
}

function entriesOf(value: object): [PathStep, unknown][] {
  return Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value)
}

function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

function summaryOf(value: object): string {
  if (Array.isArray(value)) return `[${value.length}]`
  const count = Object.keys(value).length
  return `{${count}}`
}

type JsonNodeProps = {
  name: PathStep | null
  value: unknown
  path: readonly PathStep[]
  root: string
  open: boolean
}

function JsonNode({ name, value, path, root, open: initiallyOpen }: JsonNodeProps) {
  const [open, setOpen] = useState(initiallyOpen)
  const [shown, setShown] = useState(page)
  const container = typeof value === 'object' && value !== null
  const key = name === null ? null : <span className="text-fg-2">{name}: </span>
  if (!container) {
    return (
      <li className="group flex items-start gap-1 pl-4">
        <span className="min-w-0 break-words">
          {key}
          <JsonScalar value={value} />
        </span>
        {name !== null && <CopyPath path={path} root={root} />}
      </li>
    )
  }
  const entries = open ? entriesOf(value) : []
  return (
    <li>
      <div className="group flex items-start">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 items-start rounded-sm text-left hover:bg-surface-2"
        >
          <ChevronRight
            aria-hidden
            className={cx(
              'mt-1.5 mr-0.5 size-3 shrink-0 text-fg-3 transition-transform',
              open && 'rotate-90',
            )}
          />
          <span>
            {key}
            <span className="text-fg-3">{summaryOf(value)}</span>
          </span>
        </button>
        {name !== null && <CopyPath path={path} root={root} />}
      </div>
      {open && (
        <ul className="ml-1.5 border-l border-line-1 pl-1.5">
          {entries.slice(0, shown).map(([step, child]) => (
            <JsonNode
              key={step}
              name={step}
              value={child}
              path={[...path, step]}
              root={root}
              open={path.length < 1 && sizeOf(child) <= 20}
            />
          ))}
          {entries.length > shown && (
            <li className="pl-4">
              <button
                type="button"
                className="font-sans text-accent underline"
                onClick={() => setShown(shown + page)}
              >
                Show {Math.min(page, entries.length - shown)} more of {entries.length.toLocaleString('en')}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}

function JsonScalar({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false)
  if (typeof value === 'string') {
    const cut = !whole && value.length > stringLimit
    return (
      <span className="whitespace-pre-wrap text-kind-verifier">
        {JSON.stringify(cut ? value.slice(0, stringLimit) : value).slice(0, cut ? -1 : undefined)}
        {cut && (
          <button type="button" className="font-sans text-accent underline" onClick={() => setWhole(true)}>
            … {(value.length - stringLimit).toLocaleString('en')} more characters
          </button>
        )}
      </span>
    )
  }
  if (typeof value === 'number') return <span className="tabular text-kind-action">{String(value)}</span>
  return <span className="text-kind-approval">{JSON.stringify(value) ?? 'undefined'}</span>
}

function CopyPath({ path, root }: { path: readonly PathStep[]; root: string }) {
  const text = celPath(root, path)
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => toast.success('Path copied', { description: text }),
      () => toast.error('Not copied', { description: 'The browser refused access to the clipboard.' }),
    )
  }
  return (
    <button
      type="button"
      aria-label={`Copy path ${text}`}
      onClick={copy}
      className="ml-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-3 opacity-0 hover:bg-surface-3 focus-visible:opacity-100 group-hover:opacity-100"
    >
      <Copy aria-hidden className="size-3" />
    </button>
  )
}
