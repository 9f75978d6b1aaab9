import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { scanIncoming, scanOutgoing } from '../../shared/prompt/scanPrompt.ts'

/**
 * A labelled text. Those of the part `tuning` were looked at while patterns were changed; those that are `held-out` were not, so figures over
 * them say more about texts that nobody has seen.
 */
const text = {
  id: z.string(),
  part: z.enum(['tuning', 'held-out']),
  form: z.string(),
  language: z.string(),
  direction: z.enum(['incoming', 'outgoing']),
  text: z.string(),
}
const Attack = z.strictObject({ ...text, family: z.string(), disguise: z.string().optional() })
/** `hard`: it holds words that an attack may hold too. */
const Benign = z.strictObject({ ...text, topic: z.string(), hard: z.literal(true).optional() })

export type PromptText = z.infer<typeof Attack> | z.infer<typeof Benign>
export type PromptPart = PromptText['part']

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/prompt/${name}.json`, import.meta.url), 'utf8'))

export const attackTexts = z.array(Attack).parse(read('attacks'))
export const benignTexts = z.array(Benign).parse(read('benign'))

/** The risk that a scan in the text’s direction gives. */
export const riskOf = ({ direction, text }: PromptText) =>
  (direction === 'incoming' ? scanIncoming(text) : scanOutgoing(text)).risk

/** Texts that were found to be attacks and are (`hits`), that are and were not (`misses`), that are not and were (`falseAlarms`). */
export type PromptFigures = { hits: number; misses: number; falseAlarms: number; clear: number }

export function figuresAt(
  threshold: number,
  attacks: readonly PromptText[],
  benign: readonly PromptText[],
): PromptFigures {
  const found = (texts: readonly PromptText[]) => texts.filter((each) => riskOf(each) >= threshold).length
  const [hits, falseAlarms] = [found(attacks), found(benign)]
  return { hits, misses: attacks.length - hits, falseAlarms, clear: benign.length - falseAlarms }
}

export const precisionOf = ({ hits, falseAlarms }: PromptFigures) => hits / (hits + falseAlarms)
export const recallOf = ({ hits, misses }: PromptFigures) => hits / (hits + misses)
