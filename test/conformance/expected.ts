import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../../shared/engine/event.ts'
import { normalise } from './normalise.ts'
import type { Scenario } from './scenario.ts'

/** What a host made of a scenario: the log, or the code of the refusal. */
export type Played = { log: RunEvent[] } | { refused: string }

const fileOf = ({ name }: Scenario) => join(import.meta.dirname, 'expected', `${name}.ndjson`)

/** What is played, in the shape of the files of what is expected. */
export function linesOf(played: Played): string[] {
  return 'refused' in played ? [JSON.stringify(played)] : normalise(played.log)
}

/** The lines that every host must come to. */
export function expectedLines(scenario: Scenario): string[] {
  const file = fileOf(scenario)
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
}

/** Takes what was played as what is expected from now on. */
export function writeExpected(scenario: Scenario, played: Played): void {
  writeFileSync(fileOf(scenario), `${linesOf(played).join('\n')}\n`)
}
