import { describe, expect, it } from 'vitest'
import type { Version } from '../../../shared/api/loops.ts'
import { readSavedRun, savedRunText } from '../../../shared/api/savedRun.ts'
import { verifyRun } from '../../../web/replay/verifyRun.ts'
import { soundGraph } from '../../support/graphs.ts'
import { aRunLog, program } from './aRunLog.ts'

const version: Version = {
  number: 1,
  version: program.version,
  note: '',
  by: 'ada',
  at: 1_000_000,
  graph: soundGraph,
  program,
}
const events = aRunLog({ iterations: 2, steps: 2 })
const text = savedRunText({ version, events })

describe('a run as a file', () => {
  it('is read as it was saved, and verifies by itself', () => {
    const read = readSavedRun(text)
    expect(read).toEqual({ ok: true, saved: { format: 'pavane.run.1', version, events } })
    expect(verifyRun(read.ok ? read.saved.events : [], program).chain).toMatchObject({ ok: true })
  })

  it.for([
    ['no JSON', '{', 'It is no file that a run was saved to.'],
    ['another file', '{"format":"pavane.graph/1"}', 'It is no file that a run was saved to.'],
    ['no log', savedRunText({ version, events: [] }), 'Its “events” can’t be read.'],
    [
      'an event too few',
      savedRunText({ version, events: events.toSpliced(2, 1) }),
      'Event 3 is missing from its log.',
    ],
  ] as const)('is refused where it is %s', ([, content, reason]) => {
    expect(readSavedRun(content)).toEqual({ ok: false, reason })
  })
})
