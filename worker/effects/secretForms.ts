/** Shorter values would mask what only happens to look like them. */
const shortest = 4
/** A line of a longer secret, and a piece of base64, must be this long to be told from other text. */
const shortestPiece = 8

/**
 * The ways in which a secret could come back: as it is, each line of it, escaped for URLs, forms, JSON (once and twice) and HTML, in
 * hexadecimal digits, and as base64, also in the midst of something longer that was encoded with it.
 */
export function secretForms(secret: string): string[] {
  if (secret.length < shortest) return []
  const lines = secret
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestPiece && line !== secret)
  return [secret, ...lines].flatMap(formsOf).filter((form) => form.length >= shortest)
}

function formsOf(text: string): string[] {
  const wellFormed = text.toWellFormed()
  const bytes = new TextEncoder().encode(wellFormed)
  const percent = encodeURIComponent(wellFormed)
  const json = JSON.stringify(text).slice(1, -1)
  const withSlashes = json.replaceAll('/', '\\/')
  const jsonForms = [json, withSlashes, ascii(json), ascii(withSlashes)]
  const urls = [
    percent,
    strictPercent(percent),
    percent.replaceAll('%20', '+'),
    strictPercent(percent).replaceAll('%20', '+'),
  ]
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    text,
    ...urls,
    ...urls.map(lowerCaseEscapes),
    encodeURI(wellFormed),
    ...jsonForms,
    ...jsonForms.map((form) => JSON.stringify(form).slice(1, -1)),
    html(text),
    digits,
    digits.toUpperCase(),
    ...[0, 1, 2].flatMap((before) => base64Pieces(bytes, before)),
  ]
}

/** Also what `encodeURIComponent` leaves as it is. */
const strictPercent = (text: string) =>
  text.replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

const lowerCaseEscapes = (text: string) => text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())

const ascii = (json: string) =>
  json.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const html = (text: string) => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)

/**
 * What of the base64 of anything with these bytes in it depends on them alone, when so many bytes stand before them in their group of
 * three: `user:secret` has them at any place.
 */
function base64Pieces(bytes: Uint8Array, before: number): string[] {
  const whole = btoa('\0'.repeat(before) + Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const piece = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  const pieces = piece.length >= shortestPiece ? [piece] : []
  const alone = before === 0 ? [whole.replace(/=+$/, '')] : []
  return [...pieces, ...alone].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}
