import type { LoopReport } from '../../../shared/cases/sarif.ts'

/** The reports as a person reads them in a terminal. */
export function describeReports(reports: readonly LoopReport[]): string {
  const cases = reports.flatMap((report) => report.cases)
  const failed = cases.filter(({ report }) => !report.passed).length
  const broken = reports.filter(({ error }) => error !== null).length
  return [
    ...reports.flatMap(describeLoop),
    '',
    [
      `${cases.length - failed} passed`,
      `${failed} failed`,
      ...(broken > 0 ? [`${broken} ${broken === 1 ? 'loop' : 'loops'} could not be tested`] : []),
    ].join(', '),
  ].join('\n')
}

function describeLoop({ loop, source, cases, error }: LoopReport): string[] {
  const head = loop === source ? loop : `${loop} (${source})`
  if (error !== null) return [head, `  ✗ ${error}`]
  if (cases.length === 0) return [head, '  It carries no tests.']
  return [
    head,
    ...cases.flatMap(({ report: { title, passed, failures } }) => [
      `  ${passed ? '✓' : '✗'} ${title}`,
      ...failures.map(({ pointer, message }) => `      ${pointer}: ${message}`),
    ]),
  ]
}

/** Whether every test of every loop passed. */
export function allPassed(reports: readonly LoopReport[]): boolean {
  return reports.every(({ cases, error }) => error === null && cases.every(({ report }) => report.passed))
}
