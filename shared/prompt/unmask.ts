import { plainLetters } from './plainLetters.ts'

/** Characters that show nothing or turn the reading direction: they hide words from people and from patterns. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/** Unicode's tag characters spell ASCII that no font shows (Unicode 15.1, section 23.9). */
const tags = /[\u{e0020}-\u{e007e}]/gu

/** Letters of other alphabets that look like Latin ones, after Unicode's confusables (UTS 39), as far as they are letters of Latin words. */
const lookalikes: Readonly<Record<string, string>> = {
  ...pairs('аеорсухіјѕһԁԛԝтмкнвгп', 'aeopcyxijshdqwtmkhbrn'),
  ...pairs('αβεηικνορτυχω', 'abenikvoptuxw'),
  ...pairs('ɑɡոօսցհ', 'agnouqh'),
}

function pairs(from: string, to: string): Record<string, string> {
  const latin = Array.from(to)
  return Object.fromEntries(Array.from(from).map((letter, place) => [letter, latin[place] ?? letter]))
}

/** Single letters with the same separator between them, three or more in a row: a word that was spread out. */
const spread = /(?<![\p{L}\p{N}])\p{L}([ .*_-])(?:\p{L}\1){1,38}\p{L}(?![\p{L}\p{N}])/gu

/**
 * What a text says once its disguises are taken off, in lower case, with single spaces, without accents: `lines` with its line breaks, `text`
 * in one line; and which disguises it wore.
 */
export type Unmasked = { text: string; lines: string; hidden: boolean; folded: boolean }

/** Takes disguises off: compatibility forms (NFKD), invisible characters, look-alike letters, letters with spaces between them. */
export function unmask(raw: string): Unmasked {
  const { plain, hidden, folded } = isAscii(raw)
    ? { plain: raw.toLowerCase(), hidden: false, folded: false }
    : inLatin(raw)
  const joined = plain.replace(spread, (word, separator: string) => word.replaceAll(separator, ''))
  const lines = joined.replace(/[^\S\n]{1,1000}/gu, ' ').trim()
  return { text: lines.replace(/\s{1,1000}/gu, ' '), lines, hidden, folded }
}

const isAscii = (text: string) => /^\p{ASCII}*$/u.test(text)

function inLatin(raw: string) {
  const spelt = raw.replace(tags, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))
  // A joiner between emoji or letters of scripts that need it hides nothing: only a run within a Latin word counts.
  const hidden =
    spelt !== raw || /[a-z]\p{Cf}{1,9}[a-z]/iu.test(raw) || /[\u202a-\u202e\u2066-\u2069]/u.test(raw)
  const plain = plainLetters(spelt.replace(invisible, ''))
  const folded = mixesAlphabets(plain)
  return {
    plain: folded ? Array.from(plain, (letter) => lookalikes[letter] ?? letter).join('') : plain,
    hidden,
    folded,
  }
}

/** Whether a word has Latin letters beside look-alikes of them. A text in Greek or Russian has none. */
function mixesAlphabets(text: string): boolean {
  return /[a-z][\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}][a-z]/u.test(
    text,
  )
}
