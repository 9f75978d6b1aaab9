import type { Json } from '../../../shared/json.ts'
import { textOf } from '../../editor/inspector/items.ts'
import { Badge } from '../../ui/Badge.tsx'
import type { PolicyDiff } from './policyDiff.ts'

const toneOf = { added: 'success', removed: 'danger', changed: 'warning' } as const

/** What is added, taken out and changed, policy by policy. */
export function PolicyDiffView({ diff }: { diff: readonly PolicyDiff[] }) {
  if (diff.length === 0) return <p className="text-xs text-fg-3">Nothing differs.</p>
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {diff.map((each) => (
        <li key={`${each.is} ${each.id}`}>
          <p className="flex items-center gap-2">
            <Badge tone={toneOf[each.is]}>{each.is}</Badge>
            <span className="min-w-0 truncate">{each.title}</span>
            <code className="font-mono text-xs text-fg-3">{each.id}</code>
          </p>
          {each.is === 'changed' && (
            <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pl-3 text-xs">
              {each.fields.map(({ name, before, after }) => (
                <div key={name} className="contents">
                  <dt className="text-fg-3">{name}</dt>
                  <dd className="min-w-0 font-mono break-words">
                    <del className="text-danger">{words(name, before)}</del> →{' '}
                    <ins className="text-success no-underline">{words(name, after)}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  )
}

function words(name: string, value: Json): string {
  if (value === null) return '(not set)'
  if (name === 'cases' && Array.isArray(value)) return value.map(wordsOfCase).join('; ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What a case expects; what it has in scope is too long for a line. */
function wordsOfCase(test: Json): string {
  return `${textOf(test, 'title')}: ${textOf(test, 'expect')}`
}
