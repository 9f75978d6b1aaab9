import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' }
import { z } from 'zod'

const Payload = z.looseObject({
  action: z.string(),
  issue: z.looseObject({ number: z.int(), title: z.string(), body: z.string().nullable() }),
})
export type IssuePayload = z.infer<typeof Payload>

/** The payload that the README's curl line sends: a real delivery of GitHub's, as its own documentation shows it. */
export const issueOpened = (): IssuePayload =>
  Payload.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/github/issues.opened.json'), 'utf8')),
  )

/** Every example of GitHub's `issues` webhook. */
export const issuePayloads = (): IssuePayload[] =>
  z
    .array(z.object({ name: z.string(), examples: z.array(z.unknown()) }))
    .parse(examples)
    .filter((event) => event.name === 'issues')
    .flatMap((event) => event.examples.map((example) => Payload.parse(example)))

/** The same delivery for another issue, so that it is another delivery. */
export function withIssue(payload: IssuePayload, change: Partial<IssuePayload['issue']>): IssuePayload {
  return { ...payload, issue: { ...payload.issue, ...change } }
}
