import type { Json } from '../json.ts'
import { actionPatterns, forgeryPatterns } from './actionPatterns.ts'
import { extractionPatterns } from './extractionPatterns.ts'
import { languagePatterns } from './languagePatterns.ts'
import { leakPatterns } from './leakPatterns.ts'
import { overridePatterns } from './overridePatterns.ts'
import type { PatternFamily, PromptPattern } from './promptPattern.ts'
import { decoded, readings } from './readings.ts'
import { type Unmasked, unmask } from './unmask.ts'

/** A sign that was found. `at` is the JSON Pointer of the text in the value. */
export type PromptFinding = { id: string; family: PatternFamily; weight: number; says: string; at: string }

/** `risk`, 0 to 1, of a value: 1 less the chance that none of the signs means anything, were their weights chances. */
export type PromptScan = { risk: number; findings: PromptFinding[] }

/** Looks through the texts of a value that comes in for attempts to instruct a model, disguised ones too. */
export function scanIncoming(value: Json): PromptScan {
  return scan(value, (text) => {
    const unmasked = unmask(text)
    return [...injections(unmasked), ...disguises(text, unmasked)]
  })
}

/** Looks through the texts of a value that goes out for what should have stayed inside: instructions, credentials, data in links. */
export function scanOutgoing(value: Json): PromptScan {
  return scan(value, (text) => [text, ...decoded(text)].flatMap((each) => matching(leakPatterns, each)))
}

/** How many characters a scan looks at: those of every text and key. */
export function scannedLength(value: Json): number {
  let length = 0
  for (const [text] of textsOf(value, '')) length += text.length
  return length
}

type Sign = Omit<PromptFinding, 'at'>

const signOf = ({ id, family, weight, says }: Sign): Sign => ({ id, family, weight, says })

function matching(patterns: readonly PromptPattern[], text: string): Sign[] {
  return patterns
    .filter(
      ({ needs, pattern }) => needs?.some((part) => text.includes(part)) !== false && pattern.test(text),
    )
    .map(signOf)
}

const inOneLine = [...overridePatterns, ...extractionPatterns, ...actionPatterns, ...languagePatterns]

const injections = ({ text, lines }: Unmasked): Sign[] => [
  ...matching(inOneLine, text),
  ...matching(forgeryPatterns, lines),
]

const encoded: Sign = {
  id: 'encoded',
  family: 'disguise',
  weight: 0.6,
  says: 'hides instructions in an encoding',
}
const invisible: Sign = {
  id: 'invisible',
  family: 'disguise',
  weight: 0.4,
  says: 'hides characters between letters',
}
const mixed: Sign = {
  id: 'look-alikes',
  family: 'disguise',
  weight: 0.3,
  says: 'mixes letters that look alike',
}

/** What is hidden counts for itself, and for what it hides. */
function disguises(text: string, { hidden, folded }: Unmasked): Sign[] {
  const inside = readings(text).flatMap((reading) => injections(unmask(reading)))
  return [
    ...(inside.length > 0 ? [encoded, ...inside] : []),
    ...(hidden ? [invisible] : []),
    ...(folded ? [mixed] : []),
  ]
}

function scan(value: Json, signs: (text: string) => Sign[]): PromptScan {
  const found = new Map<string, PromptFinding>()
  for (const [text, at] of textsOf(value, ''))
    for (const sign of signs(text)) if (!found.has(sign.id)) found.set(sign.id, { ...sign, at })
  const findings = [...found.values()].toSorted((one, other) => other.weight - one.weight)
  const none = findings.reduce((chance, { weight }) => chance * (1 - weight), 1)
  return { risk: Math.round((1 - none) * 1000) / 1000, findings }
}

/** Every text of a value, names of members too, with where it stands. */
function* textsOf(value: Json, at: string): Generator<[string, string]> {
  if (typeof value === 'string') yield [value, at]
  else if (Array.isArray(value))
    for (const [place, item] of value.entries()) yield* textsOf(item, `${at}/${place}`)
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      yield [key, pointer]
      yield* textsOf(member, pointer)
    }
}
