import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentSchema } from '../../../shared/api/documentSchemas.ts'
import { schemaFaults } from '../../../shared/compile/schemaFaults.ts'
import { pending } from '../../../shared/engine/pending.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { readPlannerResponse } from '../../../shared/plan/contract.ts'
import { plannerAnswer } from '../../support/arbitraries/plannerWorld.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { driveOnce, startDrive } from '../../support/drive.ts'
import { anAnswer } from '../../support/plans.ts'
import '../../support/fastCheck.ts'

const request = new Validator(documentSchema('planner-request'), '2020-12')
const response = new Validator(documentSchema('planner-response'), '2020-12')

describe('the published schemas of the planner contract', () => {
  it.each(['planner-request', 'planner-response'] as const)('are schemas: %s', (kind) => {
    expect(schemaFaults(documentSchema(kind))).toEqual([])
    expect(documentSchema(kind)).toMatchObject({
      $id: expect.stringMatching(/^urn:pavane\.planner:1:/) as string,
    })
  })

  it('take every request that a run makes, and tell its answers apart as the engine does', () => {
    let requests = 0
    fc.assert(
      fc.property(arbitraryProgram(), fc.integer(), (program, seed) => {
        for (let drive = startDrive(program), turn = 0; turn < 20; turn += 1) {
          for (const effect of pending(program, drive.state)) {
            if (effect.kind !== 'plan') continue
            requests += 1
            expect(request.validate(effect.request).errors).toEqual([])
            const answer = plannerAnswer(seed, effect)
            const proposal = answer.ok ? answer.proposal : null
            expect(response.validate(proposal).valid).toBe(readPlannerResponse(proposal).ok)
          }
          const next = driveOnce(drive, { seed, granting: 1 })
          if (!next) break
          drive = next
        }
      }),
    )
    expect(requests).toBeGreaterThan(0)
  })

  it.for<[boolean, Json]>([
    [
      true,
      anAnswer([
        { id: 'a', action: 'act', args: { n: null }, bindings: { '/n': 'steps.b.output["x y"][0]' } },
      ]),
    ],
    [false, anAnswer([{ id: 'a', action: 'act', bindings: { '/n': 'steps.b.output + 1' } }])],
    [false, anAnswer([{ id: 'a', action: 'act', bindings: { n: 'input.n' } }])],
    [false, { ...(anAnswer([]) as JsonObject), noPlan: 'and a plan' }],
    [false, { contract: 'pavane.planner/1', planner: { name: 'a', version: '' }, noPlan: 'none' }],
    [true, { contract: 'pavane.planner/1', planner: { name: 'a', version: '1' }, noPlan: 'none' }],
  ])('say %s as the engine does', ([isValid, answer]) => {
    expect(response.validate(answer).valid).toBe(isValid)
    expect(readPlannerResponse(answer).ok).toBe(isValid)
  })
})
