import { bytesOfBase64 } from '../base64.ts'

/** Characters that show nothing or turn the reading direction: they hide words from people and from patterns. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/** Unicode's tag characters spell ASCII that no font shows (Unicode 15.1, section 23.9). */
const tags = /[\u{e0020}-\u{e007e}]/gu

/** Letters of other alphabets that look like Latin ones, after Unicode's confusables (UTS 39), as far as they are letters of Latin words. */
const lookalikes: Readonly<Record<string, string>> = {
  ...pairs('аеорсухіјѕһԁԛԝтмкнвгп', 'aeopcyxijshdqwtmkhbrn'),
  ...pairs('αβεηικνορτυχω', 'abenikvoptuxw'),
  ...pairs('ɑɡıոօսցհ', 'agiиouqh'.replace('и', 'n')),
}

function pairs(from: string, to: string): Record<string, string> {
  const latin = Array.from(to)
  return Object.fromEntries(Array.from(from).map((letter, place) => [letter, latin[place] ?? letter]))
}

/** Single letters with one separator between them, four or more in a row: a word that was spread out. */
const spread = /(?<![\p{L}\p{N}])(?:[\p{L}][ .*_-]){3,40}\p{L}(?![\p{L}\p{N}])/gu

/** What a text says once its disguises are taken off, in lower case with single spaces; and which disguises it wore. */
export type Unmasked = { text: string; hidden: boolean; folded: boolean }

/** Takes disguises off: compatibility forms (NFKC), invisible characters, look-alike letters, letters with spaces between them. */
export function unmask(raw: string): Unmasked {
  const spelt = raw.replace(tags, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))
  const shown = spelt.replace(invisible, '')
  // A joiner between emoji or letters of scripts that need it hides nothing: only a run within a Latin word counts.
  const hidden =
    spelt !== raw || /[a-z]\p{Cf}{1,9}[a-z]/iu.test(raw) || /[\u202a-\u202e\u2066-\u2069]/u.test(raw)
  const plain = shown.normalize('NFKC').toLowerCase()
  const latin = Array.from(plain, (letter) => lookalikes[letter] ?? letter).join('')
  const folded = latin !== plain && mixesAlphabets(plain)
  const text = (folded ? latin : plain).replace(spread, (word) => word.replace(/[ .*_-]/gu, ''))
  return { text: text.replace(/\s{1,1000}/gu, ' ').trim(), hidden, folded }
}

/** Whether a word has Latin letters beside look-alikes of them. A text in Greek or Russian has none. */
function mixesAlphabets(text: string): boolean {
  return /[a-z][\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}][a-z]/u.test(
    text,
  )
}

/** Texts that are written in Base64 or by percent signs inside a text, decoded where they come to readable text. */
export function decoded(raw: string): string[] {
  const base64 = raw.match(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,8000}={0,2}(?![A-Za-z0-9+/])/gu) ?? []
  const percent = raw.match(/(?:%[0-9a-fA-F]{2}[\w.~-]{0,20}){6,400}/gu) ?? []
  return [...base64.slice(0, 20).map(fromBase64), ...percent.slice(0, 20).map(fromPercent)].filter(
    (text) => text !== null,
  )
}

/** Throws where the bytes are not UTF-8. */
function textOfBytes(bytes: readonly number[]): string {
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
}

function fromBase64(text: string): string | null {
  try {
    const read = textOfBytes(bytesOfBase64(text))
    return isProse(read) ? read : null
  } catch {
    return null
  }
}

function fromPercent(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Words with spaces between them, not the bytes of a key or a picture. */
const isProse = (text: string) =>
  /\p{L}{2,} \p{L}{2,}/u.test(text) && !/\p{Cc}/u.test(text.replace(/\s/gu, ''))
