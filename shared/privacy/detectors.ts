import ipaddr from 'ipaddr.js'
import type { PersonalDetector, PersonalKind } from '../graph/nodes/personal.ts'
import {
  passesCodiceFiscale,
  passesCpf,
  passesDni,
  passesIban,
  passesLuhn,
  passesNir,
  passesPesel,
  passesSsn,
} from './checksums.ts'
import type { Detector, Span } from './span.ts'

/** A form, and whether what has it is what it looks like. Every form has bounded parts, so that looking is linear in the text. */
type Form = { kind: PersonalKind; pattern: RegExp; holds: (match: string) => boolean }

const digitsOf = (text: string) => text.replace(/\D/g, '')
const compact = (text: string) => text.replace(/[\s-]/g, '').toUpperCase()

const forms: Readonly<Record<Exclude<PersonalDetector, 'names' | 'phone'>, readonly Form[]>> = {
  email: [
    {
      kind: 'email',
      pattern: /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
      holds: (text) => !text.endsWith('-'),
    },
  ],
  card: [
    {
      kind: 'card',
      pattern: /(?<![\d.])[2-6](?:[ -]?\d){12,18}(?!\d)/g,
      holds: (text) => passesLuhn(digitsOf(text)),
    },
  ],
  iban: [
    {
      kind: 'iban',
      pattern:
        /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])/g,
      holds: (text) => passesIban(compact(text)),
    },
  ],
  'national-id': [
    { kind: 'national-id', pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g, holds: passesSsn },
    {
      kind: 'national-id',
      pattern: /(?<![A-Za-z0-9])[XYZxyz\d]\d{7}-?[A-Za-z](?![A-Za-z0-9])/g,
      holds: (text) => passesDni(compact(text)),
    },
    {
      kind: 'national-id',
      pattern: /(?<![A-Za-z0-9])[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3} ?\d{2}(?![A-Za-z0-9])/g,
      holds: (text) => passesNir(compact(text)),
    },
    {
      kind: 'national-id',
      pattern: /(?<![\d.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\d-])/g,
      holds: (text) => passesCpf(digitsOf(text)) || (text.length === 11 && passesPesel(text)),
    },
    {
      kind: 'national-id',
      pattern: /(?<![A-Za-z0-9])[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z](?![A-Za-z0-9])/g,
      holds: (text) => passesCodiceFiscale(text.toUpperCase()),
    },
  ],
  ip: [
    {
      kind: 'ip',
      pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g,
      holds: (text) => ipaddr.IPv4.isValidFourPartDecimal(text),
    },
    {
      kind: 'ip',
      pattern: /(?<![0-9A-Za-z:])[0-9A-Fa-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![0-9A-Za-z:])/g,
      holds: (text) => text.split(':').length > 2 && /[0-9A-Fa-f]/.test(text) && ipaddr.IPv6.isValid(text),
    },
  ],
}

/** A detector for what is to be looked for by its form. Phone numbers need `phones`: what knows them is large. */
export function detectorOf(wanted: readonly PersonalDetector[], phones: Detector | null): Detector | null {
  const chosen = wanted.flatMap((each) => (each === 'names' || each === 'phone' ? [] : forms[each]))
  const asksPhones = wanted.includes('phone') ? phones : null
  if (chosen.length === 0 && !asksPhones) return null
  const looks = chosen.map((form) => ({ ...form, whole: wholly(form.pattern) }))
  return (text) => [...looks.flatMap((form) => spansOf(form, text)), ...(asksPhones?.(text) ?? [])]
}

/** Matches a text that has a form from its first sign to its last. */
const wholly = ({ source, flags }: RegExp) => new RegExp(`^(?:${source})$`, flags.replace('g', ''))

/** Signs that part the groups of a number. */
const partings = /[ -]/

/**
 * All that has a form. What follows a number after a space may look like its next group, and what stands before it like its first: where the
 * longest match is not what it looks like, its beginnings are tried, and then what begins within it.
 */
function spansOf({ kind, pattern, whole, holds }: Form & { whole: RegExp }, text: string): Span[] {
  const spans: Span[] = []
  const search = new RegExp(pattern)
  let looked = 0
  for (let found = search.exec(text); found; found = search.exec(text)) {
    const { 0: match, index: start } = found
    const isOverlapping = start < looked
    const length = lengthThat(match, isOverlapping, (part) => whole.test(part) && holds(part))
    if (length > 0) spans.push({ start, end: start + length, kind })
    search.lastIndex = start + (length || 1)
    looked = Math.max(looked, start + match.length)
  }
  return spans
}

/** How long the longest beginning is that holds: all of it, or what ends before a parting sign; 0 for none. */
function lengthThat(match: string, isOverlapping: boolean, holds: (part: string) => boolean): number {
  if (!isOverlapping && holds(match)) return match.length
  return groupEnds(match).findLast((end) => holds(match.slice(0, end))) ?? 0
}

/** Where the groups of a match end, up to the first short one: of mere digits side by side nearly any few pass for some number. */
function groupEnds(match: string): number[] {
  const ends: number[] = []
  let start = 0
  for (const group of match.split(partings)) {
    ends.push(start + group.length)
    if (group.length < 3) break
    start += group.length + 1
  }
  return ends
}
