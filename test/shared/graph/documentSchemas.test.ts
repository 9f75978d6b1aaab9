import { Validator } from '@cfworker/json-schema'
import { describe, expect, it } from 'vitest'
import { documentSchema } from '../../../shared/api/documentSchemas.ts'
import { seal } from '../../../shared/audit/seal.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { schemaFaults } from '../../../shared/compile/schemaFaults.ts'
import { templates } from '../../../shared/templates/templates.ts'

const validatorOf = (kind: 'graph' | 'program' | 'event') => new Validator(documentSchema(kind), '2020-12')
const isValid = (kind: 'graph' | 'program' | 'event', value: unknown) =>
  validatorOf(kind).validate(JSON.parse(JSON.stringify(value))).valid

describe('the published JSON Schema of', () => {
  it.each(['graph', 'program', 'event'] as const)('a %s is a schema, with a name and words', (kind) => {
    const schema = documentSchema(kind)
    expect(schemaFaults(schema)).toEqual([])
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: expect.stringMatching(/^urn:pavane\.(graph|program|event):1$/) as string,
      title: expect.any(String) as string,
      description: expect.any(String) as string,
    })
  })

  it('a graph takes every template and refuses what the editor could not open', () => {
    for (const { graph } of templates) {
      expect(isValid('graph', graph)).toBe(true)
      expect(isValid('graph', { ...graph, extra: 1 })).toBe(false)
      expect(isValid('graph', { ...graph, nodes: [{ kind: 'trigger' }] })).toBe(false)
    }
  })

  it('a program takes what the compiler makes, and asks for all of it', () => {
    for (const { graph } of templates) {
      const { program } = compile(graph)
      expect(isValid('program', program)).toBe(true)
      for (const key of Object.keys(program ?? {}))
        expect(isValid('program', { ...program, [key]: undefined })).toBe(false)
    }
  })

  it('an event takes a sealed one and refuses one without its hash', () => {
    const [event] = seal(null, 0, 'a'.repeat(32), [{ type: 'run.paused', data: { by: 'a', reason: 'b' } }])
    expect(isValid('event', event)).toBe(true)
    expect(isValid('event', { ...event, hash: undefined })).toBe(false)
    expect(isValid('event', { ...event, type: 'run.stopped' })).toBe(false)
  })
})
