import { describe, expect, it } from 'vitest'
import { runCase } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { Case } from '../../../shared/graph/case.ts'
import type { Json } from '../../../shared/json.ts'
import { simulateTrial } from '../../../shared/sim/trial.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { saveRunAsTest } from '../../../web/replay/saveRunAsTest.ts'
import { problem, stubApi } from '../app/renderApp.tsx'

const { program } = compile(refund.graph)
if (!program) throw new Error('It compiles')
const input = refund.samples[0]?.input ?? null
const { events } = simulateTrial({ program, input, mocks: {}, decision: 'grant', startAt: 1_000 })

const detail = (graph: Json, revision: number) => ({
  name: 'refund',
  title: 'Refund',
  description: '',
  example: false,
  published: null,
  draftSavedAt: 0,
  draftDiffers: true,
  draft: { graph, revision, savedAt: 0, savedBy: 'me' },
  versions: [],
  rollout: { stable: null, canary: null },
  shards: 1,
})
const draftOf = (graph: object): Json => JSON.parse(JSON.stringify(graph)) as Json

describe('a recorded run that is saved as a test', () => {
  it('is added to the draft as it is now, beside the others, and passes', async () => {
    const saves: unknown[] = []
    let revision = 4
    const first = { ...refund.graph, title: 'Before', cases: [] }
    stubApi({
      'GET /api/loops/refund': () => {
        const graph = revision === 4 ? first : { ...refund.graph, title: 'Saved meanwhile' }
        return detail(draftOf(graph), revision)
      },
      'PUT /api/loops/refund/draft': ({ body }) => {
        saves.push(body)
        if (revision > 4) return { revision: 6, savedAt: 1 }
        revision = 5
        return problem('revision-stale', 412)
      },
    })
    const saved = await saveRunAsTest('refund', 'Small', program, events)
    expect(saved).toEqual({ id: 'small2', leftOut: [] })
    expect(saves).toHaveLength(2)
    const graph = (saves[1] as { graph: { title: string; cases: unknown[] } }).graph
    expect(graph.title).toBe('Saved meanwhile')
    expect(graph.cases.slice(0, -1)).toEqual(draftOf(refund.graph.cases ?? []))
    const added = Case.parse(graph.cases.at(-1))
    expect(added).toMatchObject({ id: 'small2', title: 'Small', input, expect: { outcome: 'succeeded' } })
    expect(runCase(program, added).passed).toBe(true)
  })

  it('is not forced into a draft that is no graph', async () => {
    stubApi({ 'GET /api/loops/refund': () => detail('nonsense', 1) })
    expect(await saveRunAsTest('refund', 'Small', program, events)).toBeNull()
  })
})
