import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import { Program } from '../../../shared/compile/program.ts'
import { StoredProgram, upcastProgram } from '../../../shared/compile/upcastProgram.ts'
import type { Json } from '../../../shared/json.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { fakeHosts, fakeOps, fakePayments, fakeTracker } from '../../support/fakeHosts.ts'

const folder = join(import.meta.dirname, '../../fixtures/programs')
const read = (loop: string) => JSON.parse(readFileSync(join(folder, `0.1-${loop}.json`), 'utf8')) as Program

describe('a program of the first release', () => {
  it.for(['incident', 'issue-triage', 'refund'])(
    '%s is read exactly as it is, and has its version still',
    (loop) => {
      const program = read(loop)
      expect(StoredProgram.parse(program)).toEqual(program)
      const { version, ...body } = program
      expect(digest(body as unknown as Json)).toBe(version)
      expect(upcastProgram(program).version).toBe(version)
    },
  )

  it.for(['incident', 'issue-triage', 'refund'])(
    '%s is a program of this release once it is upcast',
    (loop) => {
      const program = upcastProgram(read(loop))
      expect(Program.safeParse(program).error).toBeUndefined()
      expect(upcastProgram(program)).toBe(program)
    },
  )

  it.for(['incident', 'issue-triage', 'refund'])('%s still runs to the outcome that it had', (loop) => {
    const template = templates.find(({ name }) => name === loop)
    const { respond } = fakeHosts({ tracker: fakeTracker(), payments: fakePayments, ops: fakeOps(3) })
    const { events } = simulate({
      program: upcastProgram(read(loop)),
      input: template?.samples[0]?.input ?? null,
      seed: 7,
      startAt: 1_767_225_600_000,
      trace: '0af7651916cd43dd8448eb211c80319c',
      respond,
    })
    expect(events.find((event) => event.type === 'run.ended')?.data).toMatchObject({ outcome: 'succeeded' })
  })
})
