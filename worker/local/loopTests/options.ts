import { parseArgs } from 'node:util'

export type TestOptions = {
  files: string[]
  /** A Pavane whose loops are tested; null to test files alone. */
  url: string | null
  /** Of that Pavane's loops only these; all when there is none. */
  loops: string[]
  sarif: string | null
  junit: string | null
}

export const usage = `npm run test:loops -- <graph.json…> [--url <Pavane> [--loop <name>…]] [--sarif <file>] [--junit <file>]

Runs the tests that loops carry, simulated: nothing is called. Exits with 1 when one of them fails.

  <graph.json…>    graphs to test, as the editor saves them
  --url <Pavane>   tests the drafts of a running Pavane, held to its policies; the token is in PAVANE_TOKEN
  --loop <name>    only this loop of it; may be given several times
  --sarif <file>   writes a report in SARIF 2.1.0
  --junit <file>   writes a report in JUnit XML`

/** Reads the command's arguments; throws a sentence where they make no sense. */
export function readOptions(args: readonly string[]): TestOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      loop: { type: 'string', multiple: true },
      sarif: { type: 'string' },
      junit: { type: 'string' },
    },
  })
  const { url = null, loop = [], sarif = null, junit = null } = values
  if (positionals.length === 0 && url === null) throw new Error(`Name a graph or a Pavane.\n\n${usage}`)
  if (url === null && loop.length > 0)
    throw new Error('--loop names a loop of a Pavane: give its --url, too.')
  return { files: positionals, url, loops: loop, sarif, junit }
}
