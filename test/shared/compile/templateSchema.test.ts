import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { templateSchema } from '../../../shared/compile/templateSchema.ts'
import { render } from '../../../shared/expr/template.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

const input: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    amount: { type: 'number' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'amount', 'tags'],
}
const shape = { input }

const anInput = fc.record({
  name: fc.string(),
  amount: fc.integer({ min: -1000, max: 1000 }),
  tags: fc.array(fc.string(), { maxLength: 3 }),
})

const text = fc.constantFrom(
  'plain',
  '{{ input.name }}',
  '{{ input.amount }}',
  '{{ input.tags }}',
  '{{ input }}',
  '{{ input.amount > 3 }}',
  '{{ size(input.name) + 1 }}',
  '{{ {"a": input.name} }}',
  '{{ null }}',
  'Dear {{ input.name }}, {{ input.amount }}',
)
const { template } = fc.letrec<{ template: Json }>((tie) => ({
  template: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('template'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('template')),
  ),
}))

describe('the schema of a template', () => {
  it('takes whatever the template renders to', () => {
    fc.assert(
      fc.property(template, anInput, (written, value) => {
        const rendered = render(written, { input: value })
        fc.pre(rendered.ok)
        const valid = rendered.ok && validateSchema(templateSchema(written, shape), rendered.value)
        expect(valid).toEqual({ ok: true })
      }),
    )
  })

  it('says what is certain', () => {
    expect(templateSchema({ id: 1, of: '{{ input.name }}', any: '{{ steps.x }}' }, shape)).toEqual({
      type: 'object',
      properties: { id: { const: 1 }, of: { type: 'string' }, any: {} },
      required: ['id', 'of', 'any'],
    })
  })
})
