import type { JsonObject } from '../json.ts'

const schema = { $ref: '#' }
const schemas = { type: 'array', items: schema, minItems: 1 }
const schemaMap = { type: 'object', additionalProperties: schema }
const count = { type: 'integer', minimum: 0 }
const names = { type: 'array', items: { type: 'string' }, uniqueItems: true }
const simpleType = { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] }

/** Keywords whose value is one schema. */
export const applicators = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'if',
  'then',
  'else',
  'not',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
]

/**
 * What a JSON Schema of draft 2020-12 must look like: the assertions of the official meta-schema's vocabularies in one
 * document, without the dynamic references that the validator can't follow.
 */
export const metaSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: ['object', 'boolean'],
  properties: {
    ...Object.fromEntries(applicators.map((keyword) => [keyword, schema])),
    $id: { type: 'string' },
    $schema: { type: 'string' },
    $ref: { type: 'string' },
    $anchor: { type: 'string', pattern: '^[A-Za-z_][-A-Za-z0-9._]*$' },
    $dynamicRef: { type: 'string' },
    $dynamicAnchor: { type: 'string', pattern: '^[A-Za-z_][-A-Za-z0-9._]*$' },
    $vocabulary: { type: 'object', additionalProperties: { type: 'boolean' } },
    $comment: { type: 'string' },
    $defs: schemaMap,
    definitions: schemaMap,
    prefixItems: schemas,
    properties: schemaMap,
    patternProperties: schemaMap,
    dependentSchemas: schemaMap,
    allOf: schemas,
    anyOf: schemas,
    oneOf: schemas,
    type: { anyOf: [simpleType, { type: 'array', items: simpleType, minItems: 1, uniqueItems: true }] },
    enum: { type: 'array' },
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    maximum: { type: 'number' },
    exclusiveMaximum: { type: 'number' },
    minimum: { type: 'number' },
    exclusiveMinimum: { type: 'number' },
    maxLength: count,
    minLength: count,
    pattern: { type: 'string' },
    maxItems: count,
    minItems: count,
    uniqueItems: { type: 'boolean' },
    maxContains: count,
    minContains: count,
    maxProperties: count,
    minProperties: count,
    required: names,
    dependentRequired: { type: 'object', additionalProperties: names },
    title: { type: 'string' },
    description: { type: 'string' },
    deprecated: { type: 'boolean' },
    readOnly: { type: 'boolean' },
    writeOnly: { type: 'boolean' },
    examples: { type: 'array' },
    format: { type: 'string' },
    contentEncoding: { type: 'string' },
    contentMediaType: { type: 'string' },
  },
}
