import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import { EventBody, RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import { readSnapshot, writeSnapshot } from '../../../shared/engine/snapshot.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { upcast } from '../../../shared/engine/upcast.ts'
import { iterationsOf } from '../../../shared/projections/iterations.ts'

const folder = join(import.meta.dirname, '../../fixtures/logs')

/** The log as the first release wrote it. */
function logOf(file: string): RunEvent[] {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as RunEvent)
}

const outcomes = [
  ['0.1-incident.ndjson', 'succeeded'],
  ['0.1-issue-triage.ndjson', 'succeeded'],
  ['0.1-refund.ndjson', 'succeeded'],
] as const

describe('a log of the first release', () => {
  it('is one of those that are kept', () => {
    expect(readdirSync(folder).toSorted()).toEqual(outcomes.map(([file]) => file))
  })

  it.for(outcomes)('%s verifies as it is, and folds to the outcome that it had', ([file, outcome]) => {
    const log = logOf(file)
    expect(verifyChain(log)).toMatchObject({ ok: true, count: log.length })
    const ended = log.find((event) => event.type === 'run.ended')
    expect(ended?.data).toMatchObject({ outcome })
    const { node, reason, body } =
      ended?.type === 'run.ended' ? ended.data : { node: null, reason: null, body: null }
    expect(replay(log)).toMatchObject({ status: 'ended', outcome, node, reason, body })
  })

  it.for(outcomes)('%s is read as it stands, and is what this release writes once it is upcast', ([file]) => {
    for (const event of logOf(file)) {
      expect(RunEvent.parse(event)).toEqual(event)
      const { type, data } = upcast(event)
      expect(EventBody.safeParse({ type, data }).error).toBeUndefined()
    }
  })

  it.for(outcomes)('%s shows its plans and how they differ', ([file]) => {
    const views = iterationsOf(logOf(file))
    for (const { plan } of views)
      expect(plan?.steps.every((step) => step.map === null && step.insteadOf === null)).toBe(true)
    expect(views.slice(1).every(({ diff }) => diff !== null)).toBe(true)
  })

  it('is not touched where nothing is missing', () => {
    const log = logOf('0.1-refund.ndjson')
    for (const event of log) {
      const now = upcast(event)
      expect(now === event).toBe(event.type !== 'plan.proposed')
      expect(upcast(now)).toBe(now)
    }
  })
})

describe('a snapshot', () => {
  it('is the state again, if this release wrote it', () => {
    const state = replay(logOf('0.1-incident.ndjson'))
    expect(readSnapshot(writeSnapshot(state))).toEqual(state)
    expect(readSnapshot(writeSnapshot(initialState))).toEqual(initialState)
  })

  it('of another release is left aside', () => {
    expect(readSnapshot(JSON.stringify(replay(logOf('0.1-incident.ndjson'))))).toBeNull()
  })
})
