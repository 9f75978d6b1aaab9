import * as caseSchemas from '../../../shared/graph/case.ts'
import * as idSchemas from '../../../shared/graph/ids.ts'
import * as mockSchemas from '../../../shared/graph/mock.ts'
import * as outcomeSchemas from '../../../shared/graph/nodes/outcome.ts'
import * as verifierSchemas from '../../../shared/graph/nodes/verifier.ts'
import * as policySchemas from '../../../shared/graph/policy.ts'
import * as policyCaseSchemas from '../../../shared/graph/policyCase.ts'
import * as textSchemas from '../../../shared/graph/text.ts'
import { refundCases } from '../../../shared/templates/refundCases.ts'
import { readDocs } from './docComments.ts'
import { pageOf } from './markdown.ts'
import { SchemaPage } from './SchemaPage.ts'

const files = [
  'graph/case.ts',
  'graph/mock.ts',
  'graph/nodes/outcome.ts',
  'graph/nodes/verifier.ts',
  'graph/policy.ts',
  'graph/policyCase.ts',
  'graph/text.ts',
]

/** The tests that a loop carries. */
export function testPage(top: string): string {
  const { Case, maxCases, ...parts } = caseSchemas
  const { PolicyCase, PolicyExpectation, maxPolicyCases } = policyCaseSchemas
  const named = {
    ...idSchemas,
    ...textSchemas,
    ...outcomeSchemas,
    ...verifierSchemas,
    ...mockSchemas,
    PolicyEffect: policySchemas.PolicyEffect,
    PolicyExpectation,
    ...parts,
  }
  const page = new SchemaPage(readDocs(top, files), { ...named, Case, PolicyCase })
  const [example] = refundCases([{ input: { order: 'A1001', charge: 'ch_A1001_4200', amount: 4200 } }])
  return pageOf(
    '# Tests',
    `A graph carries its tests in \`cases\`, at most ${maxCases} of them. They are no part of the program: changing them makes no new version. How they are run, and where: [Testing loops](../guides/testing-loops.md).`,
    ['## Test', page.says('Case'), page.section(Case, 'Case')].join('\n\n'),
    ['## Example', `\`\`\`json\n${JSON.stringify(Case.parse(example), null, 2)}\n\`\`\``].join('\n\n'),
    [
      '## Case of a policy',
      page.says('PolicyCase'),
      `A policy carries them in \`cases\`, at most ${maxPolicyCases}. How they are written and run: [Policies](../guides/policies.md#cases).`,
      page.section(PolicyCase, 'PolicyCase'),
    ].join('\n\n'),
    '## Parts',
    ...page.linked('###'),
  )
}
