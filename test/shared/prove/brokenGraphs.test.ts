import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { prove } from '../../../shared/prove/prove.ts'
import { breaksAgain } from '../../support/breaksAgain.ts'
import { brokenGraphs } from '../../support/brokenGraphs.ts'
import { provenGraph } from '../../support/provenGraph.ts'

const proved = ({ properties = [], ...graph }: Graph) => {
  const { program, diagnostics } = compile({ ...graph, properties })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const sound = program as Program
  const stated = properties.map(({ at = 'always', ...property }) => ({ ...property, at }))
  return { program: sound, report: prove(sound, { maxStates: 20_000, properties: stated }) }
}

describe('a sound graph', () => {
  it('breaks no property, and all of it was looked at', () => {
    const { report } = proved(provenGraph)
    expect(report.violations).toEqual([])
    expect(report.explored).toMatchObject({ complete: true, bound: null })
    expect(report.properties.map(({ holds }) => holds)).toEqual(report.properties.map(() => true))
  })
})

describe('a graph with one defect', () => {
  it('is there in at least forty kinds', () => {
    expect(brokenGraphs.length).toBeGreaterThanOrEqual(40)
    expect(new Set(brokenGraphs.map(({ name }) => name)).size).toBe(brokenGraphs.length)
  })

  it.each(brokenGraphs)('is found: $name', ({ graph, finds }) => {
    const { program, report } = proved(graph)
    expect(report.violations.map(({ property, at }) => ({ property, node: at.node }))).toContainEqual(finds)
    for (const violation of report.violations) expect(breaksAgain(program, graph, violation)).toBe(true)
  })
})
