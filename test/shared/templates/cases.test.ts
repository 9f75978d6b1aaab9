import { describe, expect, it } from 'vitest'
import { runCases } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { templates } from '../../../shared/templates/templates.ts'

describe.each(templates.map((template) => [template.name, template] as const))(
  'the tests of the template %s',
  (_, { graph }) => {
    const cases = graph.cases ?? []
    const { program } = compile(graph)
    const results = program ? runCases(program, cases) : []

    it('are at least three, and each expects something', () => {
      expect(cases.length).toBeGreaterThanOrEqual(3)
      for (const { expect: expected } of cases) expect(Object.keys(expected)).not.toEqual([])
    })

    it('come as expected', () => {
      expect(
        results.flatMap(({ title, failures }) => failures.map(({ message }) => [title, message])),
      ).toEqual([])
    })

    it('go to different ends, and are no part of the program', () => {
      const ends = new Set(cases.map(({ expect: { outcome, refused } }) => outcome ?? refused))
      expect(ends.size).toBeGreaterThan(1)
      const { cases: _cases, ...plain } = graph
      expect(compile(plain).program).toEqual(program)
    })
  },
)
