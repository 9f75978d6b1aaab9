import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { junitOf } from '../../shared/cases/junit.ts'
import { sarifOf } from '../../shared/cases/sarif.ts'
import { top } from './install.mjs'
import { allPassed, describeReports } from './loopTests/describeReports.ts'
import { readOptions } from './loopTests/options.ts'
import { testFile } from './loopTests/testFile.ts'
import { testServer } from './loopTests/testServer.ts'
import { runCommand } from './runCommand.ts'

await runCommand(async (stop) => {
  const { files, url, loops, sarif, junit } = readOptions(process.argv.slice(2))
  // npm runs scripts at the top of the project; who types paths means them from where they are.
  const from = process.env.INIT_CWD ?? process.cwd()
  const reports = files.map((file) => testFile(resolve(from, file), from))
  if (url !== null) reports.push(...(await testServer({ url, token: tokenFor(), stop }, loops)))
  if (sarif !== null) writeFileSync(resolve(from, sarif), `${JSON.stringify(sarifOf(reports), null, 2)}\n`)
  if (junit !== null) writeFileSync(resolve(from, junit), junitOf(reports))
  console.log(describeReports(reports))
  if (!allPassed(reports)) process.exitCode = 1
})

/** `PAVANE_TOKEN`, else the token of the local Pavane. */
function tokenFor(): string {
  if (process.env.PAVANE_TOKEN) return process.env.PAVANE_TOKEN
  const file = join(resolve(process.env.PAVANE_STATE || join(top, '.pavane')), 'token')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new Error('Give the token of that Pavane in PAVANE_TOKEN: an API token that may read is enough.')
}
