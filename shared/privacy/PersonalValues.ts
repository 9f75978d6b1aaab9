import type { PersonalKind } from '../graph/nodes/personal.ts'
import type { Json } from '../json.ts'
import { Needles } from './Needles.ts'
import type { PersonalPlace } from './place.ts'
import { type Detector, joined, type Span } from './span.ts'
import { isToken, kindOf, mayHoldToken, type Token, tokenOf, tokens } from './token.ts'

/** A value that a token stands for. */
export type PersonalValue = string | number | boolean

export type PersonalOptions = {
  /** With which tokens are made: 32 bytes that stay secret. */
  key: Uint8Array
  /** Finds more by its form; null where only what is known by its place is personal. */
  detect: Detector | null
  /** The fields that are personal by what they are called, in any value; null where names are not looked at. */
  byName: ((value: Json) => PersonalPlace[]) | null
  /** What is known already. */
  values?: Iterable<readonly [Token, PersonalValue]>
}

/** Smaller numbers are counts, costs and rates more often than anybody's: they are hidden in their marked place alone. */
const leastTelling = 1000

/**
 * The personal values of a run. `conceal` puts tokens in their place, `reveal` gives them back: for any value without a token in it,
 * `reveal(conceal(value))` is the value. Nothing but what is hidden changes, so a value that holds nothing personal is itself.
 */
export class PersonalValues {
  readonly #options: PersonalOptions
  readonly #values = new Map<Token, PersonalValue>()
  /** Making a token costs far more than looking it up. */
  readonly #tokens = new Map<string, Token>()
  readonly #needles = new Needles()
  readonly #numbers = new Map<number, PersonalKind>()
  #fresh: [Token, PersonalValue][] = []
  /** What was revealed, by what it was before, and the other way round: a value goes back to exactly what it came from. */
  readonly #revealed = new WeakMap<object, object>()
  readonly #concealed = new WeakMap<object, Json>()

  constructor(options: PersonalOptions) {
    this.#options = options
    for (const [token, value] of options.values ?? []) {
      this.#values.set(token, value)
      this.learn(value, kindOf(token))
    }
  }

  /** Every value, by its token. */
  get values(): ReadonlyMap<Token, PersonalValue> {
    return this.#values
  }

  /** Whether values became known that nobody has kept yet. */
  get hasFresh(): boolean {
    return this.#fresh.length > 0
  }

  /** The tokens in what a value becomes, with what they stand for: what has to go with it to another run. */
  handedWith(value: Json): [Token, PersonalValue][] {
    const named = JSON.stringify(this.conceal(value)).match(tokens()) ?? []
    return [...new Set(named)].flatMap((token): [Token, PersonalValue][] => {
      const known = this.#values.get(token)
      return known === undefined ? [] : [[token, known]]
    })
  }

  /** A value from another run with what its tokens stand for, which is personal here, too. */
  takeOver(value: Json, handed: Iterable<readonly [Token, PersonalValue]>): Json {
    const theirs = new PersonalValues({ ...this.#options, values: handed })
    for (const [token, known] of handed) this.learn(known, kindOf(token))
    return theirs.reveal(value)
  }

  /** The values that became known since this was last asked: they have to be kept with whatever holds their tokens. */
  takeFresh(): [Token, PersonalValue][] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  /** From now on the value is personal wherever it appears. */
  learn(value: PersonalValue, kind: PersonalKind): void {
    if (typeof value === 'boolean') return
    // A token of another run is nobody's: its parts are words, which stand in names of fields as well.
    if (typeof value === 'string') {
      if (!isToken(value)) this.#needles.add(value, kind)
    } else if (Math.abs(value) >= leastTelling) {
      this.#numbers.set(value, kind)
      this.#needles.add(String(value), kind)
    }
  }

  /** Learns what is personal by its place in a value, of which `places` are known, and says what the value becomes in the log. */
  learnPlaces(value: Json, places: readonly PersonalPlace[]): Json {
    const all = [...places, ...(this.#options.byName?.(value) ?? [])]
    for (const place of all) this.learn(place.value, place.kind)
    const shown = all.reduce((shown, place) => this.#put(shown, place.path, place), this.conceal(value))
    if (typeof value === 'object' && value !== null && shown !== value) this.#concealed.set(value, shown)
    return shown
  }

  /** The place as a token, whatever stands there. */
  #put(shown: Json, path: readonly string[], place: PersonalPlace): Json {
    const [key, ...rest] = path
    if (key === undefined) {
      if (typeof shown === 'string' && isToken(shown)) return shown
      return this.#tokenFor(place.kind, place.value)
    }
    if (typeof shown !== 'object' || shown === null) return shown
    if (Array.isArray(shown))
      return shown.map((member, at) => (String(at) === key ? this.#put(member, rest, place) : member))
    return Object.fromEntries(
      Object.entries(shown).map(([name, member]) => [
        name,
        name === key || name === this.concealText(key) ? this.#put(member, rest, place) : member,
      ]),
    )
  }

  /** The value with tokens in place of what is personal, in keys, too. */
  conceal(value: Json): Json {
    if (typeof value === 'string') return this.concealText(value)
    if (typeof value === 'number') return this.#concealNumber(value)
    // What an object leaves out (`undefined`) is no JSON value, and stays.
    return typeof value === 'object' && value !== null ? this.#concealObject(value) : value
  }

  #concealObject(value: Exclude<Json, string | number | boolean | null>): Json {
    const known = this.#concealed.get(value)
    if (known !== undefined) return known
    if (Array.isArray(value)) {
      const members = value.map((member) => this.conceal(member))
      return members.some((member, place) => member !== value[place]) ? members : value
    }
    let differs = false
    const members = Object.entries(value).map(([key, member]): [string, Json] => {
      const hidden: [string, Json] = [this.concealText(key), this.conceal(member)]
      differs ||= hidden[0] !== key || hidden[1] !== member
      return hidden
    })
    return differs ? Object.fromEntries(members) : value
  }

  concealText(text: string): string {
    if (!mayHoldToken(text)) return this.#hide(text)
    let hidden = ''
    let from = 0
    for (const { 0: token, index } of text.matchAll(tokens())) {
      hidden += this.#hide(text.slice(from, index)) + token
      from = index + token.length
    }
    return hidden + this.#hide(text.slice(from))
  }

  #hide(text: string): string {
    if (text === '') return text
    let hidden = ''
    let from = 0
    for (const { start, end, kind } of this.#spansOf(text)) {
      hidden += text.slice(from, start) + this.#tokenFor(kind, text.slice(start, end))
      from = end
    }
    return from === 0 ? text : hidden + text.slice(from)
  }

  #spansOf(text: string): Span[] {
    return joined([...this.#needles.find(text), ...(this.#options.detect?.(text) ?? [])])
  }

  /** A number is hidden whole or not at all: its text can be found like any other. */
  #concealNumber(value: number): Json {
    const kind = this.#numbers.get(value)
    if (kind) return this.#tokenFor(kind, value)
    if (!this.#options.detect || Math.abs(value) < 1e12 || !Number.isSafeInteger(value)) return value
    const text = String(value)
    const [span] = this.#spansOf(text)
    return span && span.start === 0 && span.end === text.length ? this.#tokenFor(span.kind, value) : value
  }

  #tokenFor(kind: PersonalKind, value: PersonalValue): Token {
    const known = this.#tokens.get(`${kind} ${typeof value} ${value}`)
    if (known !== undefined) return known
    const token = tokenOf(this.#options.key, kind, value)
    this.#tokens.set(`${kind} ${typeof value} ${value}`, token)
    if (this.#values.has(token)) return token
    this.#values.set(token, value)
    this.#fresh.push([token, value])
    return token
  }

  /** The value with what its tokens stand for. A token whose value is forgotten, or of another run, stays. */
  reveal<T>(value: T): T {
    return this.#reveal(value) as T
  }

  #reveal(value: unknown): unknown {
    if (typeof value === 'string') return this.#revealText(value)
    if (typeof value !== 'object' || value === null) return value
    const known = this.#revealed.get(value)
    if (known) return known
    const shown = this.#revealMembers(value)
    this.#revealed.set(value, shown)
    if (shown !== value) this.#concealed.set(shown, value as Json)
    return shown
  }

  #revealMembers(value: object): object {
    if (Array.isArray(value)) {
      const members = value.map((member) => this.#reveal(member))
      return members.some((member, place) => member !== value[place]) ? members : value
    }
    let differs = false
    const members = Object.entries(value).map(([key, member]: [string, unknown]): [string, unknown] => {
      const shown: [string, unknown] = [String(this.#revealText(key, true)), this.#reveal(member)]
      differs ||= shown[0] !== key || shown[1] !== member
      return shown
    })
    return differs ? Object.fromEntries(members) : value
  }

  #revealText(text: string, isKey = false): PersonalValue {
    if (!mayHoldToken(text)) return text
    const alone = isKey ? undefined : this.#values.get(text)
    if (alone !== undefined) return alone
    return text.replace(tokens(), (token) => String(this.#values.get(token) ?? token))
  }
}
