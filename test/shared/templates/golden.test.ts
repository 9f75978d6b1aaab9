import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { Json } from '../../../shared/json.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import type { LoopTemplate } from '../../../shared/templates/template.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { fakeEcho, fakeHosts, fakeOps, fakePayments, fakeTracker } from '../../support/fakeHosts.ts'

// The golden loops: what a change of a template, the compiler or the engine does to them shows in the diff. To take a change that is
// meant: PAVANE_UPDATE_FIXTURES=1 npx vitest run --config test/vitest.config.ts --project shared test/shared/templates
const isUpdate = process.env.PAVANE_UPDATE_FIXTURES === '1'
const folder = join(import.meta.dirname, '../../fixtures')

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json

function golden(loop: string, file: string, value: Json[] | Json, isLines = false): Json {
  const path = join(folder, loop, file)
  if (isUpdate || !existsSync(path)) {
    mkdirSync(join(folder, loop), { recursive: true })
    const lines = isLines
      ? (value as Json[]).map((line) => JSON.stringify(line)).join('\n')
      : JSON.stringify(value, null, 2)
    if (!isUpdate) throw new Error(`${path} is missing: see the top of this test`)
    writeFileSync(path, `${lines}\n`)
  }
  const text = readFileSync(path, 'utf8')
  if (!isLines) return JSON.parse(text) as Json
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json)
}

function eventsOf(template: LoopTemplate): RunEvent[] {
  const { program } = compile(template.graph)
  const [first] = template.samples
  if (!program || !first) throw new Error(`${template.name} does not compile, or has no sample`)
  const { respond } = fakeHosts({
    tracker: fakeTracker(),
    payments: fakePayments,
    ops: fakeOps(3),
    echo: fakeEcho,
  })
  const options = {
    program,
    input: first.input,
    seed: 7,
    startAt: 1_767_225_600_000,
    trace: '0af7651916cd43dd8448eb211c80319c',
  }
  return simulate({ ...options, respond }).events
}

describe.each(templates.map((template) => [template.name, template] as const))(
  'the golden loop %s',
  (name, template) => {
    it('has the graph and the program on record', () => {
      expect(plain(template.graph)).toEqual(golden(name, 'graph.json', plain(template.graph)))
      const program = plain(compile(template.graph).program)
      expect(program).toEqual(golden(name, 'program.json', program))
    })

    it('runs as on record', () => {
      const events = eventsOf(template)
      const recorded = golden(name, 'events.ndjson', plain(events), true)
      expect(plain(events)).toEqual(recorded)
      expect(verifyChain(recorded as Json[])).toMatchObject({ ok: true })
      expect(replay(recorded as unknown as RunEvent[])).toMatchObject({ status: 'ended' })
    })
  },
)
