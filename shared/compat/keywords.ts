/** Keywords without which one means something else. */
export const togetherWith: Readonly<Record<string, readonly string[]>> = {
  additionalProperties: ['properties', 'patternProperties'],
  items: ['prefixItems'],
  if: ['then', 'else'],
  contains: ['minContains', 'maxContains'],
  minContains: ['contains'],
  maxContains: ['contains'],
}

type TypeList = readonly ('number' | 'integer' | 'string' | 'array' | 'object')[]

const numbers: TypeList = ['number', 'integer']
const keywordTypes: Readonly<Record<string, TypeList>> = {
  minimum: numbers,
  maximum: numbers,
  exclusiveMinimum: numbers,
  exclusiveMaximum: numbers,
  multipleOf: numbers,
  minLength: ['string'],
  maxLength: ['string'],
  pattern: ['string'],
  format: ['string'],
  items: ['array'],
  prefixItems: ['array'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
  contains: ['array'],
  minContains: ['array'],
  maxContains: ['array'],
  unevaluatedItems: ['array'],
  required: ['object'],
  properties: ['object'],
  patternProperties: ['object'],
  additionalProperties: ['object'],
  propertyNames: ['object'],
  minProperties: ['object'],
  maxProperties: ['object'],
  dependentRequired: ['object'],
  dependentSchemas: ['object'],
  unevaluatedProperties: ['object'],
}

const everywhere: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'anyOf',
  'oneOf',
  'not',
  'if',
  '$dynamicRef',
  '$recursiveRef',
  'dependencies',
  'additionalItems',
])

/** What kinds of values a keyword says something of. What is not listed only annotates. */
export function typeOfKeyword(keyword: string): TypeList | 'all' | 'nothing' {
  if (Object.hasOwn(keywordTypes, keyword)) return keywordTypes[keyword] ?? 'all'
  return everywhere.has(keyword) ? 'all' : 'nothing'
}
