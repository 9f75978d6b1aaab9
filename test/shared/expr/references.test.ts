import { describe, expect, it } from 'vitest'
import { referencesOf, templateReferences } from '../../../shared/expr/references.ts'

const names = (source: string) => {
  const { roots, steps, secrets, open } = referencesOf(source)
  return { roots: [...roots], steps: [...steps], secrets: [...secrets], open: [...open] }
}

describe('the names that an expression reads', () => {
  it('are roots, steps and secrets', () => {
    expect(names('steps.a.output.id + secrets.token + steps["b"].status')).toEqual({
      roots: ['steps', 'secrets'],
      steps: ['a', 'b'],
      secrets: ['token'],
      open: [],
    })
  })

  it('leave out names that macros bind, and types', () => {
    expect(names('input.l.all(x, x.steps.y > limit && type(x) == int)').roots).toEqual(['input', 'limit'])
    expect(names('steps.a.output.map(steps, steps.b)').steps).toEqual(['a'])
    expect(names('x.map(x, x.a)').roots).toEqual(['x'])
  })

  it('see text literals as text', () => {
    expect(names('"steps.a and secrets.b"')).toEqual({ roots: [], steps: [], secrets: [], open: [] })
  })

  it('say when members are chosen while evaluating', () => {
    expect(names('steps[input.name].output').open).toEqual(['steps'])
    expect(names('has(steps.a)')).toMatchObject({ steps: ['a'], open: [] })
  })

  it('are collected over a template', () => {
    const found = templateReferences({ a: ['x {{ steps.one.output }} {{ secrets.two }}'], b: 'steps.three' })
    expect([...found.steps, ...found.secrets]).toEqual(['one', 'two'])
  })
})
