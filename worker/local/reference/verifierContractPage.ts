import * as digestSchemas from '../../../shared/audit/digest.ts'
import * as idSchemas from '../../../shared/graph/ids.ts'
import * as textSchemas from '../../../shared/graph/text.ts'
import {
  readVerifierResponse,
  VerifierRequest,
  VerifierResponse,
  verifierContract,
} from '../../../shared/verify/contract.ts'
import { readDocs } from './docComments.ts'
import { inContract } from './glossary.ts'
import { code, pageOf } from './markdown.ts'
import { SchemaPage } from './SchemaPage.ts'

const files = ['audit/digest.ts', 'graph/text.ts', 'verify/contract.ts']

const example: VerifierResponse = {
  contract: verifierContract,
  result: 'fail',
  severity: 0.4,
  message: 'The total is 12 % above the quote.',
  version: 'price-checker 2.3.0',
  evidence: { quoted: 100, charged: 112 },
}

/** What an external checker gets and answers. */
export function verifierContractPage(top: string): string {
  const docs = readDocs(top, files)
  const page = new SchemaPage(docs, { ...idSchemas, ...digestSchemas, ...textSchemas }, inContract)
  const read = readVerifierResponse(JSON.parse(JSON.stringify(example)))
  if (!read.ok) throw new Error(`The example does not keep the contract: ${read.reason}`)
  return pageOf(
    '# Verifier contract',
    `An external checker is a host of the workspace that answers one POST: the request below, as JSON, with the member \`contract\`: ${code(`"${verifierContract}"`)}. It answers with status 200, as \`application/json\`. Another status, or what is no JSON of this form, is no answer, and a check without an answer is inconclusive, which is not success. Where a failure may pass (5xx, 429, a lost connection) it is asked again, as the check’s \`retry\` says, with the same request and the same \`Idempotency-Key\`. A check with \`votes\` is asked several times, each time with another \`vote\` and another key.`,
    'A server to start from: [Writing an external checker](../guides/external-verifier.md). The JSON Schemas are served at `/schemas/verifier-request.json` and `/schemas/verifier-response.json`.',
    ['## Request', page.says('VerifierRequest'), page.section(VerifierRequest, 'VerifierRequest')].join(
      '\n\n',
    ),
    ['## Response', page.says('VerifierResponse'), page.section(VerifierResponse, 'VerifierResponse')].join(
      '\n\n',
    ),
    ['## Example', `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``].join('\n\n'),
    ...page.linked('##'),
  )
}
