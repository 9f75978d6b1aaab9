import type { PersonalKind } from '../graph/nodes/personal.ts'

/** Where in a text something personal stands: from `start` up to and without `end`, in UTF-16 units. */
export type Span = { start: number; end: number; kind: PersonalKind }

/** Finds personal data in a text by its form. */
export type Detector = (text: string) => Span[]

/** Spans in their order, none over another: of two that overlap, the one that begins first, then the longer, takes in the rest of the other. */
export function joined(spans: readonly Span[]): Span[] {
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const found: Span[] = []
  for (const span of ordered) {
    const last = found.at(-1)
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
    else found.push({ ...span })
  }
  return found
}
