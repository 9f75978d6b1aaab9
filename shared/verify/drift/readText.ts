import { LruCache } from '../../expr/lruCache.ts'

/** What is compared of a text. */
export type TextFeatures = {
  /** In characters, by code point. */
  length: number
  /** Its different words, lower-case, in the order in which they come. */
  words: readonly string[]
  /** The writing it is in, or what it looks like. */
  kind: string
}

// From one run to the next a window changes by one text, so the others need not be read again.
const read = new LruCache<string, TextFeatures>(2000)

/** Reads what is compared of a text. */
export function featuresOf(text: string): TextFeatures {
  return read.get(text, () => ({
    length: Array.from(text).length,
    words: wordsOf(text),
    kind: kindOfText(text),
  }))
}

/** Longer words are cut: no distribution is told apart by them. */
const wordCharacters = 40

/** The different words of a text, lower-case, in the order in which they come; numbers count by their number of digits. */
function wordsOf(text: string): string[] {
  const found =
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/\p{L}[\p{L}\p{M}'’]*|\p{N}+/gu) ?? []
  const words = found.map((word) => (/^\p{N}/u.test(word) ? '0'.repeat(Math.min(word.length, 12)) : word))
  return [...new Set(words.map((word) => word.slice(0, wordCharacters)))]
}

/** The share of a text’s different words that are not in the vocabulary, 0 to 1; 0 for a text without words. */
export function unknownShare({ words }: TextFeatures, vocabulary: ReadonlySet<string>): number {
  return words.length === 0 ? 0 : words.filter((word) => !vocabulary.has(word)).length / words.length
}

/** Writings that are told apart, by Unicode script. */
const scripts = [
  ['Latin letters', /\p{Script=Latin}/gu],
  ['Cyrillic letters', /\p{Script=Cyrillic}/gu],
  ['Greek letters', /\p{Script=Greek}/gu],
  ['Arabic letters', /\p{Script=Arabic}/gu],
  ['Hebrew letters', /\p{Script=Hebrew}/gu],
  ['Indic letters', /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}]/gu],
  ['Thai letters', /\p{Script=Thai}/gu],
  ['Korean letters', /\p{Script=Hangul}/gu],
  ['Japanese kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['Chinese characters', /\p{Script=Han}/gu],
] as const

/** What kind of text it is, in words: the writing most of it is in, or what it looks like. */
function kindOfText(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty'
  if (/^[{[][^]*[}\]]$/.test(trimmed)) return 'JSON'
  if (/^<[^]*>$/.test(trimmed)) return 'markup'
  let [best, most] = ['other letters', 0]
  for (const [name, letters] of scripts) {
    const count = trimmed.match(letters)?.length ?? 0
    if (count > most) [best, most] = [name, count]
  }
  const digits = trimmed.match(/\p{N}/gu)?.length ?? 0
  if (digits > most) return 'numbers'
  return most === 0 && !/\p{L}/u.test(trimmed) ? 'signs' : best
}
