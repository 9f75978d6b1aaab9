import { describe, expect, it } from 'vitest'
import { versionFigures } from '../../../shared/api/versionFigures.ts'
import type { Outcome } from '../../../shared/graph/nodes/outcome.ts'

const run = (outcome: Outcome | null, took: number | null) => ({
  outcome,
  acceptedAt: 1000,
  endedAt: took === null ? null : 1000 + took,
})

describe('how a version did', () => {
  it('is told from the runs that ended by themselves', () => {
    const runs = [
      run('succeeded', 30),
      run('failed', 10),
      run('cancelled', 90),
      run(null, null),
      run('succeeded', 20),
    ]
    expect(versionFigures(runs)).toEqual({ runs: 5, underWay: 1, succeeded: 2 / 3, medianMs: 20 })
  })

  it('is not known while none has', () => {
    expect(versionFigures([run(null, null)])).toMatchObject({ runs: 1, succeeded: null, medianMs: null })
    expect(versionFigures([])).toMatchObject({ runs: 0, succeeded: null, medianMs: null })
  })
})
