import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { simulateTrial } from '../../shared/sim/trial.ts'
import { expectedLines, linesOf, type Played, writeExpected } from './expected.ts'
import { trialOf } from './hosts/compiled.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

function play(scenario: Scenario): Played {
  const { events, rejection } = simulateTrial(trialOf(scenario))
  return rejection ? { refused: rejection.code } : { log: events }
}

describe('the simulation in memory', () => {
  it.for(scenarios.map((scenario) => [scenario.name, scenario.shows, scenario] as const))(
    '%s: %s',
    ([, , scenario]) => {
      const played = play(scenario)
      if (process.env.PAVANE_UPDATE_FIXTURES) writeExpected(scenario, played)
      expect(linesOf(played)).toEqual(expectedLines(scenario))
      expect('log' in played ? verifyChain(played.log) : { ok: true }).toMatchObject({ ok: true })
    },
  )

  it('has a scenario for each file of what is expected', () => {
    const files = readdirSync(join(import.meta.dirname, 'expected')).sort()
    expect(files).toEqual(scenarios.map(({ name }) => `${name}.ndjson`).sort())
  })
})
