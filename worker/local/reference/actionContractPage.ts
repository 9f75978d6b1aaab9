import * as contractSchemas from '../../../shared/compat/actionContract.ts'
import * as actionSchemas from '../../../shared/graph/nodes/action.ts'
import { readDocs } from './docComments.ts'
import { inContract } from './glossary.ts'
import { code, pageOf, tableOf } from './markdown.ts'
import { SchemaPage } from './SchemaPage.ts'

const meanings = {
  success: ['The step succeeds, if the body fits the action’s output schema.', 'no'],
  refused: ['The step fails for good: it certainly did not happen, so there is nothing to undo.', 'no'],
  'refused-for-now': ['It did not happen, and is tried again as the action’s `retry` says.', 'yes'],
  unknown: [
    'It may have happened. The step fails for good, and is undone where it has an undo; with the idempotency `none` it is uncertain.',
    'no',
  ],
  'unknown-for-now': [
    'It may have happened. It is tried again where repeating is safe (`native` or `keyed`); else the step is uncertain, and is looked into by its probe.',
    'yes, where repeating is safe',
  ],
} as const satisfies Record<contractSchemas.StatusMeaning, readonly [string, string]>

/** What the server of an action gets, and what its answers mean. */
export function actionContractPage(top: string): string {
  const { ActionRequest, ActionResponse, ActionHeaders, actionContract, statusMeaning } = contractSchemas
  const docs = readDocs(top, ['graph/nodes/action.ts', 'compat/actionContract.ts'])
  const page = new SchemaPage(docs, { ActionHeaders, ...actionSchemas }, inContract)
  const rows = statusRanges(statusMeaning).map(({ statuses, meaning }) => [statuses, ...meanings[meaning]])
  return pageOf(
    '# Action contract',
    `An action of the kind \`http\` calls a host of the workspace: one request, one answer. This page says what every such request carries and what every answer means, whatever the action is: the contract ${code(actionContract)}. What goes into the path and the body is the action’s own. A request has to be answered within the action’s \`timeoutSeconds\`; an answer that comes later is recorded and changes nothing.`,
    'A server that keeps it: [Writing the server of an action](../guides/action-server.md). The JSON Schemas are served at `/schemas/action-request.json` and `/schemas/action-response.json`.',
    ['## Request', page.says('ActionRequest'), page.section(ActionRequest, 'ActionRequest')].join('\n\n'),
    ['## Response', page.says('ActionResponse'), page.section(ActionResponse, 'ActionResponse')].join('\n\n'),
    ['## What a status means', tableOf(['status', 'the step', 'tried again'], rows)].join('\n\n'),
    'An action may accept other statuses as success (`accepts`), and may name statuses that are not tried again (`neverOnStatus`). No answer at all is `unknown-for-now`, unless the connection was never made.',
    ...page.linked('###'),
  )
}

type Meaning = contractSchemas.StatusMeaning

/** Statuses in their order, those in a row that mean the same together. */
function statusRanges(meaningOf: (status: number) => Meaning): { statuses: string; meaning: Meaning }[] {
  const ranges: { first: number; last: number; meaning: Meaning }[] = []
  for (let status = 200; status < 600; status += 1) {
    const meaning = meaningOf(status)
    const latest = ranges.at(-1)
    if (latest?.meaning === meaning) latest.last = status
    else ranges.push({ first: status, last: status, meaning })
  }
  return ranges.map(({ first, last, meaning }) => ({
    statuses: first === last ? String(first) : `${first} to ${last}`,
    meaning,
  }))
}
