import { Group, StickyNote } from 'lucide-react'
import { KindIcon } from '../../ui/KindIcon.tsx'
import type { FieldChange } from '../model/fieldChanges.ts'
import type { GraphDiff } from '../model/graphDiff.ts'
import { changeLooks } from './changeLooks.ts'
import { asideElementId } from './changesInSight.ts'
import { fieldName, valueLine } from './diffWords.ts'

type ChangeListProps = {
  diff: GraphDiff
  selected?: string | null
  /** Brings nodes into sight; without it the list is only read. */
  onPick: (nodes: readonly string[]) => void
}

/** Every change as a line: nodes with their fields, wires, and the loop's own settings. A line leads to its place. */
export function ChangeList({ diff, selected = null, onPick }: ChangeListProps) {
  const inPicture = new Set(diff.union.nodes.map(({ id }) => id))
  return (
    <ul aria-label="Changes" className="flex flex-col py-1">
      {diff.nodes.map((node) => {
        const { icon: Icon, word, text } = changeLooks[node.change]
        return (
          <li key={node.id} className={selected === node.id ? 'bg-accent-soft' : ''}>
            <Line onPick={() => onPick([node.id])}>
              <Icon aria-hidden className={`size-3.5 shrink-0 ${text}`} />
              <KindIcon kind={node.kind} />
              <span className="min-w-0 flex-1 truncate font-medium">{node.title || node.id}</span>
              <span className={`text-xs ${text}`}>{word}</span>
            </Line>
            <Fields fields={node.fields} />
          </li>
        )
      })}
      {diff.edges.map(({ id, change, edge, words }) => {
        const { icon: Icon, word, text } = changeLooks[change]
        const ends = [edge.from.node, edge.to.node].filter((end) => inPicture.has(end))
        return (
          <li key={id}>
            <Line onPick={() => onPick(ends)}>
              <Icon aria-hidden className={`size-3.5 shrink-0 ${text}`} />
              <span className="min-w-0 flex-1 truncate" title={words}>
                {words}
              </span>
              <span className={`text-xs ${text}`}>{word}</span>
            </Line>
          </li>
        )
      })}
      {diff.asides.map((aside) => {
        const { icon: Icon, word, text } = changeLooks[aside.change]
        const Sort = aside.sort === 'group' ? Group : StickyNote
        return (
          <li key={asideElementId(aside)}>
            <Line onPick={() => onPick([asideElementId(aside)])}>
              <Icon aria-hidden className={`size-3.5 shrink-0 ${text}`} />
              <Sort
                aria-label={aside.sort === 'group' ? 'Group' : 'Note'}
                className="size-3.5 shrink-0 text-fg-3"
              />
              <span className="min-w-0 flex-1 truncate">{aside.title}</span>
              <span className={`text-xs ${text}`}>{word}</span>
            </Line>
            <Fields fields={aside.fields} />
          </li>
        )
      })}
      {diff.loop.length > 0 && (
        <li className="border-t border-line-1 pt-1">
          <p className="px-3 py-1 text-xs text-fg-2">The loop itself</p>
          <Fields fields={diff.loop} />
        </li>
      )}
    </ul>
  )
}

function Line({ onPick, children }: { onPick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      onClick={onPick}
      className="flex min-h-7 w-full items-center gap-2 px-3 py-1 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
    >
      {children}
    </button>
  )
}

/** Fields past this are left out: the first ones say what it is about. */
const shown = 40

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  if (fields.length === 0) return null
  return (
    <dl className="flex flex-col gap-1 px-3 pb-2 pl-8 text-xs">
      {fields.slice(0, shown).map((field) => (
        <div key={fieldName(field)}>
          <dt className="text-fg-2">{fieldName(field)}</dt>
          <Value look="removed" value={field.before} />
          <Value look="added" value={field.after} />
        </div>
      ))}
      {fields.length > shown && <p className="text-fg-3">and {fields.length - shown} more</p>}
    </dl>
  )
}

function Value({ look, value }: { look: 'added' | 'removed'; value: unknown }) {
  const line = valueLine(value)
  if (line === null) return null
  const removed = look === 'removed'
  return (
    <dd className="flex gap-1.5 font-mono">
      <span aria-hidden className={changeLooks[look].text}>
        {removed ? '−' : '+'}
      </span>
      <span className="sr-only">{removed ? 'was ' : 'is '}</span>
      <span
        className={`min-w-0 rounded-sm px-1 break-words ${removed ? 'bg-danger-soft' : 'bg-success-soft'}`}
      >
        {line}
      </span>
    </dd>
  )
}
