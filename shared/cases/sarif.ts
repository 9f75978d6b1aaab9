import type { Log, ReportingDescriptor, Result } from 'sarif'
import type { CaseFailure, CaseReport } from './caseReport.ts'

/** The tests of one loop, as a report tells them. */
export type LoopReport = {
  loop: string
  /** Where the graph lies, as a URI or a path with `/`: what a code host can show. */
  source: string
  cases: readonly { report: CaseReport; seconds: number }[]
  /** Why the loop could not be tested at all; null when it could. */
  error: string | null
}

const rules = {
  refused: 'The call is refused, or not, as expected',
  plan: 'The plan is the one that is expected',
  verdict: 'The last verdict is the one that is expected',
  verdicts: 'The verdicts are those that are expected, in order',
  calls: 'Actions are called as often as expected',
  outcome: 'The run ends as expected',
  reason: 'The run ends for the reason that is expected',
  body: 'The body holds what is expected',
  expect: 'The policy decides its case as expected',
  notUndone: 'What stands at the end is what is expected',
  run: 'The run ends',
  compile: 'The loop compiles',
} as const
type Rule = keyof typeof rules

const ruleIds = Object.keys(rules) as Rule[]

/** The reports as a SARIF 2.1.0 log (OASIS, 2020): one result for each expectation that was not met, and for each case that passed. */
export function sarifOf(reports: readonly LoopReport[]): Log {
  return {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'Pavane loop tests',
            informationUri: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
            rules: ruleIds.map((id): ReportingDescriptor => ({ id, shortDescription: { text: rules[id] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: reports.flatMap(resultsOf),
      },
    ],
  }
}

function resultsOf(report: LoopReport): Result[] {
  const { loop, error } = report
  if (error !== null) return [resultOf('compile', `${loop}: ${error}`, report, { name: loop })]
  return report.cases.flatMap(({ report: { case: id, title, passed, failures } }): Result[] =>
    passed
      ? [
          {
            ...resultOf('run', `${loop}: “${title}” came as expected.`, report, { name: id }),
            kind: 'pass',
            level: 'none',
          },
        ]
      : failures.map((failure) =>
          resultOf(ruleOf(failure), `${loop}: “${title}”: ${failure.message}`, report, {
            name: id,
            pointer: failure.pointer,
            node: failure.node,
          }),
        ),
  )
}

type Where = { name: string; pointer?: string; node?: string | null }

function resultOf(ruleId: Rule, text: string, { loop, source }: LoopReport, where: Where): Result {
  const { name, pointer = '', node = null } = where
  return {
    ruleId,
    ruleIndex: ruleIds.indexOf(ruleId),
    kind: 'fail',
    level: 'error',
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(source.toWellFormed()) } },
        logicalLocations: [
          { name, fullyQualifiedName: `${loop}/cases/${name}${pointer}`, kind: 'member' },
          ...(node === null
            ? []
            : [{ name: node, fullyQualifiedName: `${loop}/nodes/${node}`, kind: 'object' }]),
        ],
      },
    ],
    partialFingerprints: { 'pavaneCase/v1': `${loop}/${name}${pointer}` },
  }
}

/** The expectation that a failure is about. */
function ruleOf({ pointer }: CaseFailure): Rule {
  const [, , member] = pointer.split('/')
  return ruleIds.find((id) => id === member) ?? 'run'
}
