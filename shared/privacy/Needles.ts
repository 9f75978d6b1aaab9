import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64Of } from '../base64.ts'
import type { PersonalKind } from '../graph/nodes/personal.ts'
import type { Span } from './span.ts'

/** A value to look for: as a word of its own when it is short, else anywhere. */
type Needle = { folded: string; kind: PersonalKind; isWord: boolean }

/** So many units are looked up at once. Shorter values count as words alone. */
const head = 4
const shortestWord = 2

/** Lower case, unit by unit, so that places in a text stay what they are. */
function fold(text: string): string {
  let folded = ''
  for (let place = 0; place < text.length; place += 1) {
    const unit = text[place] ?? ''
    const lower = unit.toLowerCase()
    folded += lower.length === 1 ? lower : unit
  }
  return folded
}

const isWordUnit = (unit: string | undefined) => unit !== undefined && /[\p{L}\p{N}]/u.test(unit)

/** Values that are known, looked for in texts whatever their case. What is looked for in a text of n units costs n look-ups, however many values there are. */
export class Needles {
  readonly #byHead = new Map<string, Needle[]>()
  readonly #known = new Set<string>()

  /** Adds a value with the other ways in which it may be written: encoded for URLs, JSON and as base64, and, of a name, its words. */
  add(value: string, kind: PersonalKind): void {
    for (const form of formsOf(value)) this.#add(form, kind, form.length < head)
    if (kind === 'name')
      for (const word of value.match(/[\p{L}\p{M}'’-]{3,}/gu) ?? []) this.#add(word, kind, true)
  }

  #add(text: string, kind: PersonalKind, isWord: boolean): void {
    const folded = fold(text)
    const key = `${isWord ? 'word' : 'text'} ${folded}`
    if (folded.length < shortestWord || this.#known.has(key)) return
    this.#known.add(key)
    const at = folded.slice(0, head)
    const beside = this.#byHead.get(at) ?? []
    beside.push({ folded, kind, isWord })
    beside.sort((a, b) => b.folded.length - a.folded.length)
    this.#byHead.set(at, beside)
  }

  find(text: string): Span[] {
    if (this.#byHead.size === 0) return []
    const folded = fold(text)
    const found: Span[] = []
    let place = 0
    while (place < folded.length) {
      const needle = this.#at(folded, place)
      if (!needle) {
        place += 1
        continue
      }
      const end = place + needle.folded.length
      found.push({ start: place, end, kind: needle.kind })
      place = end
    }
    return found
  }

  #at(folded: string, place: number): Needle | undefined {
    let best: Needle | undefined
    // What is shorter than a head stands under what it is.
    for (let length = head; length >= shortestWord; length -= 1) {
      best = this.#byHead
        .get(folded.slice(place, place + length))
        ?.find((needle) => fits(needle, folded, place))
      if (best) break
    }
    return best
  }
}

function fits({ folded, isWord }: Needle, text: string, place: number): boolean {
  if (!text.startsWith(folded, place)) return false
  return !isWord || !(isWordUnit(text[place - 1]) || isWordUnit(text[place + folded.length]))
}

function formsOf(value: string): Set<string> {
  const trimmed = value.trim()
  const forms = new Set([value, trimmed, JSON.stringify(trimmed).slice(1, -1)])
  // Half of a surrogate pair can't be written for URLs.
  if (trimmed.isWellFormed()) {
    forms.add(encodeURIComponent(trimmed))
    if (trimmed.length >= head) for (const base64 of base64sOf(trimmed)) forms.add(base64)
  }
  return forms
}

function base64sOf(text: string): string[] {
  const base64 = base64Of(utf8ToBytes(text)).replace(/=+$/, '')
  return [base64, base64.replaceAll('+', '-').replaceAll('/', '_')]
}
