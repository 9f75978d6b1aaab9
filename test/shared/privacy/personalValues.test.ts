import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PersonalDetector, PersonalKind } from '../../../shared/graph/nodes/personal.ts'
import type { Json } from '../../../shared/json.ts'
import { detectorOf } from '../../../shared/privacy/detectors.ts'
import { placesByName } from '../../../shared/privacy/fieldNames.ts'
import { placesByMark } from '../../../shared/privacy/marks.ts'
import { PersonalValues } from '../../../shared/privacy/PersonalValues.ts'
import { phonesOf } from '../../../shared/privacy/phones.ts'
import { isToken } from '../../../shared/privacy/token.ts'
import { anyFound, holding } from '../../support/arbitraries/personal.ts'
import { atLeast } from '../../support/fastCheck.ts'

const key = new Uint8Array(32).fill(7)
const detect = detectorOf(PersonalDetector.options, phonesOf('GB'))
const everything = () => new PersonalValues({ key, detect, byName: placesByName })
const known = () => new PersonalValues({ key, detect: null, byName: null })

const someFound = fc.array(anyFound, { minLength: 1, maxLength: 4 })

describe('hiding what a detector finds', () => {
  it('leaves none of it, anywhere, and gives it back exactly', () => {
    const cases = someFound.chain((values) => holding(values).map((value) => ({ values, value })))
    fc.assert(
      fc.property(cases, ({ values, value }) => {
        const personal = everything()
        const shown = personal.conceal(value)
        const text = JSON.stringify(shown)
        for (const each of values) expect(text).not.toContain(each)
        expect(personal.reveal(shown)).toEqual(value)
      }),
      atLeast(300),
    )
  })

  it.each([
    ['4000020010000008', 'order 4000020010000008 0'],
    ['4000020010000008', '2 4000020010000008'],
    ['4000 0200 1000 0008', 'card 4000 0200 1000 0008 12 2027'],
    ['4000-0200-1000-0008', '22 33 4000-0200-1000-0008-77'],
    ['ES9121000418450200051332', 'to ES9121000418450200051332 for me'],
    ['ES91 2100 0418 4502 0005 1332', 'to ES91 2100 0418 4502 0005 1332 from Ann'],
    ['+1 415 555 2671', 'call +1 415 555 2671 0'],
    ['+1 415 555 2671', 'call +1 415 555 2671 ０ 12 3'],
    ['+1 415 555 2671', '＋ +1 415 555 2671 '],
    ['DE89 3704 0044 0532 0130 00', 'AB12 DE89 3704 0044 0532 0130 00 and on'],
  ])('finds %s in “%s”, where more beside it looks like a part of it', (value, text) => {
    expect(everything().conceal(text)).not.toContain(value)
  })

  it('learns nothing of a token of another run, whose parts are words that stand elsewhere', () => {
    const input = {
      email: '[personal:email:MNpwp3s4HVKpXa7KLppGQw]',
      name: '[personal:name:OMNzDQkO4qBi37FbvriOUw]',
      note: 'The name of a personal friend',
    }
    const personal = everything()
    expect(personal.learnPlaces(input, [])).toEqual(input)
    expect(personal.conceal({ name: 'personal' })).toEqual({ name: 'personal' })
  })

  it('takes no few of many mere digits for a card', () => {
    const digits = '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 9 8 3'
    expect(detectorOf(['card'], null)?.(digits)).toEqual([])
  })

  it('changes nothing by being done twice, and keeps what holds nothing personal as it is', () => {
    const cases = someFound.chain(holding)
    fc.assert(
      fc.property(cases, (value) => {
        const personal = everything()
        const shown = personal.conceal(value)
        expect(personal.conceal(shown)).toEqual(shown)
        const isSame = JSON.stringify(shown) === JSON.stringify(value)
        expect(shown === value).toBe(isSame)
      }),
    )
  })

  it('gives one value one token under one key, and another under another', () => {
    const again = new PersonalValues({ key, detect, byName: null })
    const other = new PersonalValues({ key: new Uint8Array(32).fill(8), detect, byName: null })
    const shown = everything().conceal('ann@example.org')
    expect(again.conceal('ann@example.org')).toBe(shown)
    expect(other.conceal('ann@example.org')).not.toBe(shown)
    expect(other.reveal(shown)).toBe(shown)
  })

  it('knows again what was stored', () => {
    fc.assert(
      fc.property(someFound.chain(holding), (value) => {
        const first = everything()
        const shown = first.conceal(value)
        const later = new PersonalValues({ key, detect, byName: null, values: first.takeFresh() })
        expect(later.reveal(shown)).toEqual(value)
        expect(later.conceal(value)).toEqual(shown)
        expect(later.takeFresh()).toEqual([])
      }),
    )
  })

  it.each([
    '12345678Z',
    'X1234567L',
    'Y1234567X',
    'z1234567-r',
    '529.982.247-25',
    '52998224725',
    '44051401359',
    '078-05-1120',
  ])('hides %s whole: no other detector does it', (text) => {
    const detect = detectorOf(['national-id'], null)
    const shown = new PersonalValues({ key, detect, byName: null }).conceal(text)
    expect(shown).toMatch(/^\[personal:national-id:.{22}\]$/)
  })

  it.each([
    ['version 1.2.3 of 2026-11-26', 'no personal data'],
    ['order 4111111111111112', 'a number that fails Luhn'],
    ['DE88370400440532013000', 'an IBAN with a wrong check'],
    ['12345678A', 'a DNI with a wrong letter'],
    ['529.982.247-26', 'a CPF with a wrong digit'],
    ['111.111.111-11', 'a CPF of one digit, which nobody has'],
    ['000-12-3456', 'a number that no SSN has'],
    ['44131401350', 'a PESEL of a thirteenth month'],
    ['44053201353', 'a PESEL of a thirty-second day'],
    ['44051401358', 'a PESEL with a wrong digit'],
    ['RSSMRA85T10A562T', 'a codice fiscale with a wrong letter'],
    ['X1234567M', 'an NIE with a wrong letter'],
    ['255081416802539', 'an NIR with a wrong key'],
    ['2 55 02 2A 004 007 19', 'an NIR whose key takes one part of Corsica for the other'],
    ['12:30:45', 'a time'],
    ['999.1.2.3', 'no address'],
  ])('leaves %j alone: %s', (text) => {
    const without = detectorOf(['email', 'card', 'iban', 'national-id', 'ip'], null)
    expect(new PersonalValues({ key, detect: without, byName: null }).conceal(text)).toBe(text)
  })
})

describe('hiding what is known', () => {
  it.each([
    ['in another case', 'ANN LEE wrote', 'ANN LEE'],
    ['within a text', 'xAnn Leex', 'Ann Lee'],
    ['a word of a name', 'Dear Ann,', 'Ann'],
    ['encoded for a URL', '/find?name=Ann%20Lee', 'Ann%20Lee'],
    ['as base64', `basic ${btoa('Ann Lee')}`, btoa('Ann Lee')],
  ])('finds it %s, and gives back what stood there', (_, text, gone) => {
    const personal = known()
    personal.learn('Ann Lee', 'name')
    const shown = personal.concealText(text)
    expect(shown).not.toContain(gone)
    expect(personal.reveal(shown)).toBe(text)
  })

  it.each([
    ['encoded for a URL', encodeURIComponent],
    ['in JSON', (value: string) => JSON.stringify(value).slice(1, -1)],
    ['as base64', btoa],
    [
      'as base64 for URLs',
      (value: string) => btoa(value).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    ],
    ['in capitals', (value: string) => value.toUpperCase()],
  ])('finds what is no name %s, and gives back what stood there', (_, write) => {
    // Its base64 has both signs that base64 for URLs writes in another way.
    const address = 'Elm "St" ~~>>??'
    expect(btoa(address)).toMatch(/[+].*[/]|[/].*[+]/)
    const personal = known()
    personal.learn(address, 'address')
    const text = `at ${write(address)}, today`
    const shown = personal.concealText(text)
    expect(shown).toMatch(/^at \[personal:address:.{22}\]=*, today$/)
    expect(personal.reveal(shown)).toBe(text)
  })

  it('takes short values for words only', () => {
    const personal = known()
    personal.learn('Al', 'name')
    expect(personal.concealText('Alabama')).toBe('Alabama')
    expect(personal.concealText('ask Al now')).toMatch(/^ask \[personal:name:.{22}\] now$/)
  })

  it('gives numbers back as numbers', () => {
    const personal = known()
    personal.learn(4_155_552_671, 'phone')
    const shown = personal.conceal({ to: 4_155_552_671, text: 'call 4155552671' })
    expect(JSON.stringify(shown)).not.toContain('4155552671')
    expect(personal.reveal(shown)).toEqual({ to: 4_155_552_671, text: 'call 4155552671' })
  })
})

describe('what a schema marks', () => {
  const schema = {
    type: 'object',
    properties: {
      age: { type: 'integer', 'x-pavane-personal': true },
      insured: { type: 'boolean', 'x-pavane-personal': true },
      who: { $ref: '#/$defs/person' },
      all: { type: 'array', items: { $ref: '#/$defs/person' } },
      plain: { type: 'string' },
    },
    $defs: {
      person: {
        type: 'object',
        properties: {
          name: { 'x-pavane-personal': 'name' },
          friends: { type: 'array', items: { $ref: '#/$defs/person' } },
        },
      },
    },
  } satisfies Json
  const input = {
    age: 7,
    insured: true,
    who: { name: 'Q', friends: [{ name: 'Rob Roy' }] },
    all: [{ name: 'Zed' }],
    plain: 'kept',
  }

  it('is hidden whatever it is: small numbers, truth values and single letters, too', () => {
    const personal = known()
    const shown = personal.learnPlaces(input, placesByMark(schema, input))
    expect(shown).toEqual({
      age: expect.toSatisfy(isToken),
      insured: expect.toSatisfy(isToken),
      who: { name: expect.toSatisfy(isToken), friends: [{ name: expect.toSatisfy(isToken) }] },
      all: [{ name: expect.toSatisfy(isToken) }],
      plain: 'kept',
    })
    expect(personal.reveal(shown)).toEqual(input)
    expect(personal.conceal(input)).toEqual(shown)
  })

  it('has one of the known kinds', () => {
    for (const kind of PersonalKind.options)
      expect(placesByMark({ 'x-pavane-personal': kind }, 'v')).toEqual([{ path: [], kind, value: 'v' }])
    expect(placesByMark({ 'x-pavane-personal': true, format: 'email' }, 'v')[0]?.kind).toBe('email')
    expect(placesByMark({ 'x-pavane-personal': false }, 'v')).toEqual([])
  })
})

describe('what a field is called', () => {
  it('tells a person’s name from a thing’s', () => {
    const places = placesByName({
      product: { name: 'Lamp' },
      customer: { name: 'Ann' },
      first_name: 'Bob',
      contacts: [{ name: 'Cat', email: 'c@example.org' }],
      shippingAddress: { street: 'Elm St 1', city: 'Ulm' },
      dob: '1990-01-01',
    })
    expect(places.map(({ path }) => path.join('.'))).toEqual([
      'customer.name',
      'first_name',
      'contacts.0.name',
      'shippingAddress.street',
      'shippingAddress.city',
      'dob',
    ])
  })
})
