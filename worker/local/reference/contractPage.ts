import * as digestSchemas from '../../../shared/audit/digest.ts'
import * as idSchemas from '../../../shared/graph/ids.ts'
import * as actionSchemas from '../../../shared/graph/nodes/action.ts'
import * as plannerSchemas from '../../../shared/graph/nodes/planner.ts'
import * as textSchemas from '../../../shared/graph/text.ts'
import * as contractSchemas from '../../../shared/plan/contract.ts'
import { readDocs } from './docComments.ts'
import { inContract } from './glossary.ts'
import { code, pageOf } from './markdown.ts'
import { SchemaPage } from './SchemaPage.ts'

const files = [
  'audit/digest.ts',
  'graph/text.ts',
  'graph/nodes/action.ts',
  'graph/nodes/planner.ts',
  'plan/contract.ts',
]

/** What an external planner gets and answers. */
export function contractPage(top: string): string {
  const {
    PlannerRequest,
    PlannerResponse,
    plannerContract,
    readPlannerResponse,
    ValuePath: _,
    ...parts
  } = contractSchemas
  const docs = readDocs(top, files)
  const page = new SchemaPage(
    docs,
    { ...idSchemas, ...digestSchemas, ...textSchemas, ...actionSchemas, ...plannerSchemas, ...parts },
    inContract,
  )
  const example = {
    contract: plannerContract,
    planner: { name: 'router', version: '2.1' },
    steps: [
      { id: 'quote', action: 'get_quote', args: { sku: 'A1' } },
      {
        id: 'order',
        action: 'place_order',
        args: { price: null },
        bindings: { '/price': 'steps.quote.output.body.price' },
      },
    ],
    rationale: ['The quote decides the price of the order.'],
  }
  const read = readPlannerResponse(example)
  if (!read.ok) throw new Error(`The example does not keep the contract: ${read.reasons.join('; ')}`)
  return pageOf(
    '# Planner contract',
    `An external planner is a host of the workspace that answers one POST: the request below, as JSON, with the member \`contract\`: ${code(`"${plannerContract}"`)}. It answers with status 200, as \`application/json\`, with the same member and a plan, or why there is none. What it answers is checked like any plan: its actions, its arguments, the rails and the policies. A plan that breaks them is rejected, and the planner is asked again with the reasons in \`feedback\`, as often as the planner node says. Another status, or what is no JSON, is no answer: where that may pass (5xx, 429, a lost connection) it is asked for again, as the strategy’s \`retry\` says. The same ask is always the same request with the same \`Idempotency-Key\`.`,
    'A server to start from: [Writing an external planner](../guides/external-planner.md). The JSON Schemas are served at `/schemas/planner-request.json` and `/schemas/planner-response.json`.',
    ['## Request', page.says('PlannerRequest'), page.section(PlannerRequest, 'PlannerRequest')].join('\n\n'),
    ['## Response', page.says('PlannerResponse'), page.section(PlannerResponse, 'PlannerResponse')].join(
      '\n\n',
    ),
    ['## Example', `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``].join('\n\n'),
    '## Parts',
    ['### Value paths', page.says('ValuePath')].join('\n\n'),
    ...page.linked('###'),
  )
}
