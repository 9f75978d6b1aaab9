import type { PublishRequest, TestResults } from '../../../shared/api/loops.ts'
import type { ProblemError } from '../../../shared/api/problem.ts'
import { policyCaseReports } from '../../../shared/cases/policyCaseReports.ts'
import { runCases } from '../../../shared/cases/runCases.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { ruleOf, type WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'

type Prepared = { graph: Graph; program: Program }
type Workspace = Pick<PolicySet, 'version' | 'digest'> & { policies: readonly WrittenPolicy[] }

/**
 * Runs the tests that a graph carries, held to the workspace's policies as a run would be, then the cases of its policies. Nothing is
 * called.
 */
export function testVersion(
  { graph, program }: Prepared,
  { version, digest, policies }: Workspace,
): TestResults {
  const set = { version, digest, policies: policies.map(ruleOf) }
  const tests = [
    ...runCases(program, graph.cases ?? [], set).map(
      ({ events: _events, rejection: _why, ...report }) => report,
    ),
    ...policyCaseReports(graph.policies).map(({ report }) => report),
  ]
  const passed = tests.filter((test) => test.passed).length
  return { version: program.version, passed, failed: tests.length - passed, tests }
}

/** The note of a version whose tests came as expected, or that is published all the same; else why it is not. */
export function noteOf(
  { note, override }: Pick<PublishRequest, 'note' | 'override'>,
  graph: Graph,
  { tests, failed }: TestResults,
): Answer<string> {
  if (failed === 0) return answer(note)
  const count = `${failed} of ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`
  const reason = override?.tests
  if (reason !== undefined) return answer(`${note}\n\nPublished although ${count} failed: ${reason}`.trim())
  const places = placesOf(graph)
  const errors = tests.flatMap(({ case: id, title, failures }, place): ProblemError[] =>
    failures.map(({ pointer, message }) => ({
      pointer: `${places[place] ?? ''}${pointer}`,
      message,
      case: id,
      title,
    })),
  )
  const [first] = errors
  return refuse('tests-failing', `${count} failed. The first: “${String(first?.title)}”: ${first?.message}`, {
    errors,
  })
}

/** Where each test stands in the graph, in the order in which they are run. */
function placesOf({ cases = [], policies }: Graph): string[] {
  return [
    ...cases.map((_, place) => `/cases/${place}`),
    ...policyCaseReports(policies).map(({ pointer }) => `/policies${pointer}`),
  ]
}
