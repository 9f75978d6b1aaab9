import type { PersonalKind } from '../graph/nodes/personal.ts'
import type { Json } from '../json.ts'
import { isObject, leavesOf, type PersonalPlace } from './place.ts'

const named: readonly [PersonalKind, RegExp][] = [
  ['name', /^(first|last|full|given|family|middle|maiden|sur|nick|display|legal|preferred)names?$/],
  ['name', /^(customer|client|patient|employee|applicant|recipient|contact|cardholder|holder|person)s?name$/],
  ['birth-date', /^(dob|birthday|birthdate|dateofbirth|birthdateof|birth)$/],
  [
    'address',
    /^((postal|street|home|billing|shipping|mailing|delivery)?address(line)?\d?|street(name)?\d?)$/,
  ],
  [
    'national-id',
    /^(ssn|nino|nif|nie|dni|cpf|pesel|bsn|taxid|nationalid|passport(number|no)?|socialsecurity(number)?)$/,
  ],
  ['phone', /^(phone|telephone|mobile|cell|fax)(number|no)?$/],
]

/** What a person is called in data: below these, `name` is the name of a person. */
const people =
  /^(customer|client|patient|employee|applicant|recipient|contact|person|user|member|guest|owner|sender|payer|payee|cardholder|subscriber|lead|author|requester|reporter|assignee)s?$/

/** What stands beside the name of a person and not beside that of a thing. */
const besidePeople =
  /^(e?mail(address)?|phone|telephone|mobile|surname|firstname|lastname|dob|birthdate|dateofbirth)$/

const plain = (key: string) => key.toLowerCase().replace(/[^a-z0-9]/g, '')

/** What is personal by what its field is called, in any notation: `firstName`, `first_name`, `First name`. */
export function placesByName(value: Json): PersonalPlace[] {
  return [...within(value, [], false)]
}

function* within(value: Json, path: readonly string[], isPerson: boolean): Generator<PersonalPlace> {
  if (typeof value !== 'object' || value === null) return
  if (!isObject(value)) {
    for (const [place, member] of value.entries()) yield* within(member, [...path, String(place)], isPerson)
    return
  }
  const keys = Object.keys(value).map(plain)
  const isOfPerson = isPerson || keys.some((key) => besidePeople.test(key))
  for (const [key, member] of Object.entries(value)) {
    const kind = kindByName(plain(key), isOfPerson)
    if (kind) yield* leavesOf(member, [...path, key], kind)
    else yield* within(member, [...path, key], people.test(plain(key)))
  }
}

function kindByName(key: string, isOfPerson: boolean): PersonalKind | null {
  if (key === 'name' && isOfPerson) return 'name'
  return named.find(([, pattern]) => pattern.test(key))?.[0] ?? null
}
