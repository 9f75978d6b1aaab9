import { bytesOfBase64 } from '../base64.ts'

/**
 * What else a text may say to a model that is good at riddles: what stands in it in Base64, in hexadecimal digits, in percent signs or
 * character escapes, backwards, turned by thirteen letters, in digits for letters, or with the letters of a word out of order
 * (OWASP LLM prompt injection prevention cheat sheet, "Encoding and obfuscation" and "Typoglycemia"). Only those that come to words.
 */
export function readings(raw: string): string[] {
  return [
    ...decoded(raw),
    ...unescaped(raw),
    ...backwards(raw),
    ...turned(raw),
    ...digitsForLetters(raw),
    ...misspelt(raw),
  ]
}

/** Texts that are written in Base64, hexadecimal digits or percent signs inside a text, decoded where they come to readable text. */
export function decoded(raw: string): string[] {
  const long = raw.match(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,8000}={0,2}(?![A-Za-z0-9+/])/gu) ?? []
  const percent = raw.includes('%')
    ? (raw.match(/[\w.~+-]{0,200}(?:%[0-9a-fA-F]{2}[\w.~+-]{0,40}){2,400}/gu) ?? [])
    : []
  return [
    ...long.slice(0, 20).map((text) => prose(() => bytesOf(text))),
    ...percent.slice(0, 20).map(fromPercent),
  ].filter((text) => text !== null)
}

function bytesOf(text: string): Iterable<number> {
  if (!/^(?:[0-9A-Fa-f]{2}){12,4000}$/u.test(text)) return bytesOfBase64(text)
  return (text.match(/../gu) ?? []).map((digits) => Number.parseInt(digits, 16))
}

/** Null where the bytes are not UTF-8 or no prose. */
function prose(bytes: () => Iterable<number>): string | null {
  try {
    const read = decodeURIComponent(
      Array.from(bytes(), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    )
    return isProse(read) ? read : null
  } catch {
    return null
  }
}

function fromPercent(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}

/** Words with spaces between them, not the bytes of a key or a picture. */
const isProse = (text: string) =>
  /\p{L}{2,} \p{L}{2,}/u.test(text) && !/\p{Cc}/u.test(text.replace(/\s/gu, ''))

const escapes = /\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{2,6});|&#([0-9]{2,7});/gu

/** The whole text with its character escapes (JavaScript, JSON, HTML) resolved, where it has any. */
function unescaped(raw: string): string[] {
  if (!/\\[ux]|&#/u.test(raw)) return []
  const text = raw.replace(escapes, (whole, ...digits: (string | undefined)[]) => {
    const [wide, byte, hex, decimal] = digits
    const code = decimal === undefined ? Number.parseInt(wide ?? byte ?? hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
  return text === raw ? [] : [text]
}

/** Telling words, each as it stands when written backwards or turned by thirteen letters. */
function backwards(raw: string): string[] {
  return /snoitcurtsni|suoiverp|erongi|tpmorp|dragersid/iu.test(raw)
    ? [
        Array.from(raw.replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
          .toReversed()
          .join(''),
      ]
    : []
}

function turned(raw: string): string[] {
  if (!/vafgehpgvba|cerivbhf|vtaber|cebzcg|qvfertneq/iu.test(raw)) return []
  const turn = (letter: string) => {
    const first = letter < 'a' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first)
  }
  return [raw.replace(/[a-z]/giu, turn)]
}

const letterOfDigit: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

/** Digits read as letters in words that have both, where there are three such words or more. */
function digitsForLetters(raw: string): string[] {
  if (!/[a-z][013457@$][a-z]/iu.test(raw)) return []
  const mixed =
    /(?<![\w@$])(?=[a-z013457@$]{0,19}[a-z])(?=[a-z]{0,19}[013457@$])[a-z013457@$]{2,20}(?![\w@$])/giu
  if ((raw.match(mixed) ?? []).length < 3) return []
  return [
    raw.replace(mixed, (word) => word.replace(/[013457@$]/gu, (digit) => letterOfDigit[digit] ?? digit)),
  ]
}

const telling =
  'ignore disregard previous instruction instructions system prompt reveal bypass override restrictions guidelines developer unrestricted'.split(
    ' ',
  )

/** A word by what a scrambled one keeps: its ends and which letters stand between them. */
const shapeOf = (word: string) =>
  `${word[0]}${Array.from(word.slice(1, -1)).toSorted().join('')}${word.at(-1)}`
const byShape = new Map(telling.map((word) => [shapeOf(word), word]))
const sizes = new Set(telling.map((word) => `${word[0]}${word.at(-1)}${word.length}`))

/** Telling words whose inner letters are out of order, put right: people and models read them all the same. */
function misspelt(raw: string): string[] {
  let found = false
  const text = raw.replace(/[a-z]{6,12}/giu, (written) => {
    const word = written.toLowerCase()
    if (!sizes.has(`${word[0]}${word.at(-1)}${word.length}`)) return written
    const right = byShape.get(shapeOf(word))
    if (right === undefined || right === word) return written
    found = true
    return right
  })
  return found ? [text] : []
}
