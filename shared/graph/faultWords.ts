import type { z } from 'zod'
import type { Json, JsonObject } from '../json.ts'

type Path = readonly PropertyKey[]

/** What stands at a path of a document; undefined where nothing does. */
export function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as JsonObject)[key as string]
  }
  return value
}

export const unknownKeyWords = (key: string): string => `There is no “${key}” here`

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'nothing (null)',
}

/** A fault of a document in words, for whoever has to set it right. “This” is what stands at the fault’s path. */
export function faultWords(issue: z.core.$ZodIssue, document: Json): string {
  const found = valueAt(document, issue.path)
  switch (issue.code) {
    case 'invalid_type':
      if (found === undefined) return `“${String(issue.path.at(-1) ?? 'The document')}” is missing`
      return `This must be ${nouns[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `This must be ${JSON.stringify(issue.values[0])}`
        : oneOfWords(issue.values)
    case 'too_small':
      if (issue.minimum === 1 && unitOf(issue.origin) !== '') return 'This can’t be empty'
      return `This must be ${issue.inclusive ? 'at least' : 'more than'} ${String(issue.minimum)}${unitOf(issue.origin)}`
    case 'too_big':
      return `This must be ${issue.inclusive ? 'at most' : 'less than'} ${String(issue.maximum)}${unitOf(issue.origin)}`
    case 'invalid_union':
      return unionWords(issue, found)
    case 'invalid_key':
      return `“${String(issue.path.at(-1))}” can’t be a name here${reasonWords(issue.issues[0]?.message)}`
    case 'unrecognized_keys':
      return issue.keys.map(unknownKeyWords).join('. ')
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? formWords(issue.format) : issue.message
    case 'not_multiple_of':
    case 'invalid_element':
    case 'custom':
      return issue.message
  }
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion, found: Json | undefined): string {
  const { discriminator } = issue
  if (discriminator === undefined) return found === undefined ? 'A value is missing' : formsWords(issue)
  if (found === undefined) return `“${discriminator}” is missing`
  return oneOfWords('options' in issue ? (issue.options ?? []) : [])
}

const oneOfWords = (values: readonly unknown[]): string =>
  `This must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' || origin === 'set' ? ' long' : ''
}

/** What a value of several forms may be, where the forms are few. */
function formsWords({ errors }: z.core.$ZodIssueInvalidUnion): string {
  const forms = errors.flatMap(([first]) =>
    first?.code === 'invalid_type' && first.path.length === 0
      ? [nouns[first.expected] ?? first.expected]
      : [],
  )
  if (errors.length > 3) return 'This is not a JSON value'
  return forms.length === errors.length
    ? `This must be ${[...new Set(forms)].join(' or ')}`
    : 'This has none of the forms that it may have'
}

/** The library's own words tell nobody anything; those of a schema do. */
const reasonWords = (message: string | undefined): string =>
  message === undefined || message.startsWith('Invalid') ? '' : `: ${message}`

function formWords(format: string): string {
  return format === 'regex' ? 'This does not have the form that is needed' : `This must be a valid ${format}`
}
