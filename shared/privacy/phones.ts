import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min'
import type { Detector, Span } from './span.ts'

/** What may be a number with a country code, and what looks like more of it. */
const international = /\+\d[\p{Nd}\s()./-]{5,30}/gu

/** So many groups after a number may look like a part of it. */
const mostBeside = 3

/** Finds phone numbers (ITU-T E.164 and national forms), those without a country code as ones of the country. */
export function phonesOf(country: string | undefined): Detector {
  const options = country !== undefined && isSupportedCountry(country) ? { defaultCountry: country } : {}
  const find = (text: string): Span[] =>
    findPhoneNumbersInText(text, { ...options, extended: true }).map(({ startsAt, endsAt }) => ({
      start: startsAt,
      end: endsAt,
      kind: 'phone',
    }))
  return (text) => {
    // Looking for numbers costs far more than finding that there can be none.
    if (!/\d(?:[^\d]{0,3}\d){6}/.test(text)) return []
    const found = find(text)
    const more = [...text.matchAll(international)].flatMap(({ 0: match, index }) => {
      if (found.some(({ start, end }) => start < index + match.length && end > index)) return []
      return beginningThat(match, find, index)
    })
    return [...found, ...more]
  }
}

/** The number that a text begins with, where what stands before it or comes after a space was taken for a part of it. */
function beginningThat(match: string, find: (text: string) => Span[], index: number): Span[] {
  let part = match.trimEnd()
  for (let cut = 0; cut <= mostBeside; cut += 1) {
    const [number] = find(part)
    if (number?.start === 0 && number.end === part.length)
      return [{ ...number, start: index, end: index + part.length }]
    part = part.replace(/[^\p{Nd}]*\p{Nd}+[^\p{Nd}]*$/u, '')
  }
  return []
}
