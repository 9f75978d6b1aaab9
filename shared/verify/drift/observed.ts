import type { Json } from '../../json.ts'
import type { FieldType } from './baseline.ts'

/** Characters of a category, and of a text, that are kept: what is longer is cut. */
export const observedCharacters = { category: 100, text: 4000 } as const

/** A value as it is compared and kept; null when it can’t be used as what its field is. */
export type Observed = number | string | null

/** Takes a value as what its field is: a finite number; a category, of text, number, truth value; a text. */
export function observed(as: FieldType, value: Json): Observed {
  switch (as) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    case 'category':
      return value === null || typeof value === 'object'
        ? null
        : cut(String(value), observedCharacters.category)
    case 'text':
      return typeof value === 'string' ? cut(value, observedCharacters.text) : null
  }
}

/** Cuts between characters, never through one. */
function cut(text: string, characters: number): string {
  if (text.length <= characters) return text
  const end = /[\uD800-\uDBFF]/.test(text.charAt(characters - 1)) ? characters - 1 : characters
  return text.slice(0, end)
}

/** The values of a field that can be used, and how many can’t. */
export function numbersIn(values: readonly Json[]): { used: number[]; unusable: number } {
  const used = values.map((value) => observed('number', value)).filter((value) => typeof value === 'number')
  return { used, unusable: values.length - used.length }
}

/** The same for categories and texts. */
export function textsIn(
  as: 'category' | 'text',
  values: readonly Json[],
): { used: string[]; unusable: number } {
  const used = values.map((value) => observed(as, value)).filter((value) => typeof value === 'string')
  return { used, unusable: values.length - used.length }
}
