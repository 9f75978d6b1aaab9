import type { Json, JsonObject } from '../json.ts'
import { entriesInOrder } from '../keyOrder.ts'
import { childPointer } from './pointer.ts'
import { referencesOf } from './references.ts'
import { scanTemplate } from './scanTemplate.ts'
import { maxDepth } from './template.ts'

/** What of a template can come to something else than it says: texts with expressions, and what holds them. */
export type ChangingPart =
  | { is: 'text'; text: string; pointer: string; roots: readonly string[] }
  | { is: 'object'; template: JsonObject; parts: readonly Member<string>[] }
  | { is: 'list'; template: readonly Json[]; parts: readonly Member<number>[] }
  | { is: 'too-deep'; pointer: string }

type Member<K> = { key: K; part: ChangingPart }

const known = new WeakMap<object, ChangingPart | 'none'>()

/** The parts of a template that change, looked for once, in the order of a log's keys; null when it is what it says. */
export function changingParts(template: JsonObject): ChangingPart | null {
  const found = known.get(template) ?? find(template, '', 0) ?? 'none'
  known.set(template, found)
  return found === 'none' ? null : found
}

function find(value: Json, pointer: string, depth: number): ChangingPart | null {
  if (depth > maxDepth) return { is: 'too-deep', pointer }
  if (typeof value === 'string') return findIn(value, pointer)
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value))
    return some(
      value.map((member, key) => ({ key, part: find(member, childPointer(pointer, key), depth + 1) })),
      (parts) => ({ is: 'list', template: value, parts }),
    )
  const entries = entriesInOrder(value)
  return some(
    entries.map(([key, member]) => ({ key, part: find(member, childPointer(pointer, key), depth + 1) })),
    (parts) => ({ is: 'object', template: Object.fromEntries(entries), parts }),
  )
}

function some<K>(
  members: readonly { key: K; part: ChangingPart | null }[],
  make: (parts: Member<K>[]) => ChangingPart,
): ChangingPart | null {
  const parts = members.filter((member): member is Member<K> => member.part !== null)
  return parts.length === 0 ? null : make(parts)
}

/** A text without braces is what it says. */
function findIn(text: string, pointer: string): ChangingPart | null {
  if (!text.includes('{{')) return null
  const scan = scanTemplate(text)
  const sources = scan.ok ? scan.parts.flatMap((part) => (part.type === 'expr' ? [part.source] : [])) : []
  const roots = new Set(sources.flatMap((source) => [...referencesOf(source).roots]))
  return { is: 'text', text, pointer, roots: [...roots] }
}
