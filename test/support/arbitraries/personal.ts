import fc from 'fast-check'
import type { Json } from '../../../shared/json.ts'

const luhn = (digits: string) => {
  const sum = digits
    .split('')
    .reverse()
    .map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

const word = fc.stringMatching(/^[a-z]{3,9}$/)
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

export const anEmail = fc.tuple(word, word, word).map(([a, b, c]) => `${a}.${b}@${c}.example`)
export const aCard = digits(14).map((rest) => luhn(`4${rest}`))
export const anIban = fc.constantFrom(
  'DE89370400440532013000',
  'GB82 WEST 1234 5698 7654 32',
  'FR1420041010050500013M02606',
  'NL91ABNA0417164300',
)
export const aPhone = fc.constantFrom(
  '+1 415 555 2671',
  '+44 20 7946 0958',
  '+49 30 901820',
  '+34 912 345 678',
)
export const aNationalId = fc.constantFrom(
  '12345678Z',
  'X1234567L',
  'Y1234567X',
  'Z1234567R',
  '2 55 08 14 168 025 38',
  '255022A00400789',
  '255022B00400719',
  '529.982.247-25',
  '44051401359',
  '078-05-1120',
  'RSSMRA85T10A562S',
)
export const anIp = fc.constantFrom('203.0.113.7', '2001:db8::8a2e:370:7334')

/** Values that a detector finds wherever they stand. */
export const anyFound: fc.Arbitrary<string> = fc.oneof(anEmail, aCard, anIban, aPhone, aNationalId, anIp)

const plain = fc.oneof(
  fc.constantFrom('order', 'refund', 'Thank you', '', ' ', 'ok?', 'ünïcödé 🙂'),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
)

/** A text that holds a value among others. */
export const around = (value: string): fc.Arbitrary<string> =>
  fc.tuple(plain, plain).map(([before, after]) => `${before} ${value} ${after}`)

/** A JSON value that holds these values at any place, in keys, too. */
export function holding(values: readonly string[]): fc.Arbitrary<Json> {
  const leaf: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom(...values),
    fc.constantFrom(...values).chain(around),
    plain,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  )
  const key = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('id', 'name', 'note', 'email', 'to', '__proto__x') },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  )
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  })).value
}
