// The entry of `npm test`, `npm run check` and `npm run test:nightly`. Plain JavaScript: it also runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { ensureInstalled, modernNode, top } from '../worker/local/install.mjs'

/** How many passed, and what did not: a line each. @typedef {{ passed: number, failures: string[] }} Count */
/** A file of tests, as Vitest reports it. @typedef {{ name: string, status: string, message: string, assertionResults: TestResult[] }} TestFile */
/** @typedef {{ status: string, fullName: string, failureMessages?: string[] | null }} TestResult */

const suite = process.argv[2] ?? 'all'

ensureInstalled()

const node = modernNode()
const environment = {
  ...process.env,
  // Tools that start `node` themselves get the same one.
  PATH: [join(node, '..'), process.env.PATH].join(delimiter),
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
}

/**
 * Runs one tool of node_modules; counts as one test.
 * @param {string} says
 * @param {string} script
 * @param {string[]} args
 * @returns {Count}
 */
function step(says, script, args) {
  console.log(`\n• ${says}`)
  const startedAt = Date.now()
  const { status } = spawnSync(node, [join(top, script), ...args], {
    cwd: top,
    stdio: 'inherit',
    env: environment,
  })
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(status === 0 ? `  passed in ${seconds} s` : `  failed after ${seconds} s`)
  return status === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [says] }
}

/**
 * Runs Vitest over the named projects and counts its tests. A skipped test counts as failed: nothing here may be skipped.
 * @param {string[]} projects
 * @param {Record<string, string>} [extra]
 * @param {string[]} [files]
 * @returns {Count}
 */
function vitest(projects, extra = {}, files = []) {
  console.log(`\n• Tests: ${projects.join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'pavane-report-'))
  const report = join(folder, 'report.json')
  const args = [
    'run',
    '--config=test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...projects.map((project) => `--project=${project}`),
    ...files,
  ]
  const { status } = spawnSync(node, [join(top, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: top,
    stdio: 'inherit',
    env: { ...environment, ...extra },
  })
  const count = countTests(report)
  rmSync(folder, { recursive: true })
  // Vitest can fail without a failing test: an unhandled error, or no test found.
  if (status !== 0 && count.failures.length === 0)
    count.failures.push(`Vitest itself, with ${projects.join(', ')}`)
  return count
}

/** @param {string} report @returns {Count} */
function countTests(report) {
  /** @type {{ numPassedTests: number, testResults: TestFile[] }} */
  let result
  try {
    result = JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    console.error('Vitest left no report:', error)
    return { passed: 0, failures: ['Vitest left no report'] }
  }
  return { passed: result.numPassedTests, failures: result.testResults.flatMap(failuresOf) }
}

/** @param {TestFile} file @returns {string[]} */
function failuresOf({ name, status, message, assertionResults }) {
  const says = (/** @type {string} */ what, /** @type {string | undefined} */ why) =>
    `${relative(top, name)} › ${what}: ${why?.split('\n', 1)[0]}`
  // A file that could not be loaded has no tests.
  if (status === 'failed' && assertionResults.length === 0) return [says('the file', message)]
  return assertionResults
    .filter((test) => test.status !== 'passed')
    .map((test) => says(test.fullName, test.failureMessages?.[0] ?? test.status))
}

const checks = () => [
  step('Format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--linter-enabled=false', '.']),
  step('Lint', 'node_modules/oxlint/bin/oxlint', ['shared', 'worker', 'web', 'test']),
  step('Types', 'node_modules/typescript/bin/tsc', ['-b']),
  step('Dead code', 'node_modules/knip/bin/knip.js', []),
]

const deployment = () => [
  step('Build, and deploy without deploying', 'worker/local/deploy.ts', ['--dry-run']),
]

async function everything() {
  const { ensureBrowser } = await import('./support/browser.mjs')
  if (!ensureBrowser(top)) console.error('No Chromium could be installed: the browser tests will fail.')
  return [...checks(), ...deployment(), vitest(['shared', 'worker', 'web']), vitest(['e2e'])]
}

/** Every property with ten thousand cases instead of a hundred, from a seed that is printed so that a run can be repeated; and every screen in every state. */
function nightly() {
  const runs = process.env.PAVANE_FC_RUNS ?? '10000'
  const seed = process.env.PAVANE_FC_SEED ?? String(Date.now() % 0x7fffffff)
  console.log(`Each property tries ${runs} cases. Repeat this run with PAVANE_FC_SEED=${seed}`)
  return [
    vitest(['shared'], { PAVANE_FC_RUNS: runs, PAVANE_FC_SEED: seed }),
    vitest(['e2e'], { PAVANE_SCREENS: 'all' }, ['test/e2e/screens.test.ts']),
  ]
}

/** @type {Record<string, () => Count[] | Promise<Count[]>>} */
const suites = {
  all: everything,
  check: () => [...checks(), vitest(['shared', 'web'])],
  nightly,
}

const run = suites[suite]
if (!run) throw new Error(`There is no suite "${suite}": choose one of ${Object.keys(suites).join(', ')}.`)
const counts = await run()
const passed = counts.reduce((total, count) => total + count.passed, 0)
const failures = counts.flatMap((count) => count.failures)
process.exitCode = failures.length > 0 ? 1 : 0
// Said again at the end: what a long run printed first is often no longer to be had.
for (const failure of failures) console.log(`✗ ${failure}`)
console.log(`\n${passed} passed, ${failures.length} failed`)
