import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min'
import type { Detector } from './span.ts'

/** Finds phone numbers (ITU-T E.164 and national forms), those without a country code as ones of the country. */
export function phonesOf(country: string | undefined): Detector {
  const options = country !== undefined && isSupportedCountry(country) ? { defaultCountry: country } : {}
  return (text) => {
    // Looking for numbers costs far more than finding that there can be none.
    if (!/\d(?:[^\d]{0,3}\d){6}/.test(text)) return []
    return findPhoneNumbersInText(text, { ...options, extended: true }).map(({ startsAt, endsAt }) => ({
      start: startsAt,
      end: endsAt,
      kind: 'phone' as const,
    }))
  }
}
