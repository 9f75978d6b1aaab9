import type { LoopReport } from './sarif.ts'

/**
 * The reports as JUnit XML, as build servers read it: a `testsuite` for each loop, a `testcase` for each case, with the expectations that were
 * not met in its `failure`. A loop that can't be tested is a case with an `error`.
 */
export function junitOf(reports: readonly LoopReport[]): string {
  const suites = reports.map(suiteOf)
  const total = sum(suites)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Pavane loop tests"${countsOf(total)}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n')
}

type Counts = { tests: number; failures: number; errors: number; seconds: number }

function suiteOf(report: LoopReport): Counts & { xml: string } {
  const { loop, cases, error } = report
  const counts = {
    tests: cases.length + (error === null ? 0 : 1),
    failures: cases.filter((each) => !each.report.passed).length,
    errors: error === null ? 0 : 1,
    seconds: cases.reduce((seconds, each) => seconds + each.seconds, 0),
  }
  const entries =
    error === null
      ? cases.map((each) => caseOf(report, each))
      : [
          `    <testcase classname=${quoted(loop)} name="the loop compiles" file=${quoted(report.source)} time="0.000">`,
          `      <error type="compile" message=${quoted(error)}></error>`,
          '    </testcase>',
        ]
  const head = `  <testsuite name=${quoted(loop)} file=${quoted(report.source)}${countsOf(counts)}>`
  return { ...counts, xml: [head, ...entries, '  </testsuite>'].join('\n') }
}

function caseOf({ loop, source }: LoopReport, { report, seconds }: LoopReport['cases'][number]): string {
  const head = `    <testcase classname=${quoted(loop)} name=${quoted(report.title)} file=${quoted(source)} time="${seconds.toFixed(3)}"`
  const [first] = report.failures
  if (!first) return `${head}/>`
  const text = report.failures.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n')
  return [
    `${head}>`,
    `      <failure type="expectation" message=${quoted(first.message)}>${escaped(text)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

function countsOf({ tests, failures, errors, seconds }: Counts): string {
  return ` tests="${tests}" failures="${failures}" errors="${errors}" skipped="0" time="${seconds.toFixed(3)}"`
}

function sum(all: readonly Counts[]): Counts {
  const none = { tests: 0, failures: 0, errors: 0, seconds: 0 }
  return all.reduce(
    (total, each) => ({
      tests: total.tests + each.tests,
      failures: total.failures + each.failures,
      errors: total.errors + each.errors,
      seconds: total.seconds + each.seconds,
    }),
    none,
  )
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/** XML 1.0 has no place for most control characters and for half surrogates, not even escaped: they are replaced. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities.get(character) ?? character)
}

const quoted = (text: string) => `"${escaped(text).replaceAll('\n', '&#10;')}"`
