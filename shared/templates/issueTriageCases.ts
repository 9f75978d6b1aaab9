import type { Case } from '../graph/case.ts'
import type { Json } from '../json.ts'
import { answers, refuses } from './answers.ts'

const target = { repo: 'acme/rocket', number: 41 }
const labelled = (...names: string[]) =>
  answers(
    200,
    names.map((name) => ({ name })),
  )

/** What a triage comes to, by the samples in their order: a bug, a typo, a security report, a question, a closed issue. */
export const issueTriageCases = ([bug, typo, security, question, closed]: readonly {
  input: Json
}[]): Case[] => [
  {
    id: 'bug_without_steps',
    title: 'A bug without steps is labelled, and its author asked',
    input: bug?.input ?? null,
    mocks: { label: labelled('bug', 'needs-reproduction'), comment: answers(201, { id: 7 }) },
    expect: {
      plan: [
        { action: 'label', args: { ...target, label: 'bug' } },
        { action: 'label', args: { label: 'needs-reproduction' } },
        { id: 'ask', action: 'comment' },
      ],
      verdict: 'pass',
      outcome: 'succeeded',
      calls: { label: 2, comment: 1, report_security: 0 },
    },
  },
  {
    id: 'own_typo',
    title: 'A maintainer’s own typo is labelled and theirs',
    input: typo?.input ?? null,
    mocks: {
      label: labelled('bug', 'documentation'),
      assign: answers(201, { assignees: [{ login: 'grace' }] }),
    },
    expect: { outcome: 'succeeded', calls: { label: 2, assign: 1, comment: 0 } },
  },
  {
    id: 'security',
    title: 'A security report is filed privately, and a person takes over',
    input: security?.input ?? null,
    mocks: { report_security: answers(201, { ghsa_id: 'GHSA-0001', state: 'triage' }) },
    expect: {
      plan: [{ id: 'report', action: 'report_security' }],
      verdict: 'escalate',
      outcome: 'bailed',
      calls: { report_security: 1, label: 0, comment: 0, assign: 0 },
    },
  },
  {
    id: 'label_lost',
    title: 'A label that does not stick is set again, three times at most',
    input: question?.input ?? null,
    mocks: { label: answers(200, []) },
    expect: { verdicts: ['replan', 'replan', 'replan'], outcome: 'bailed', reason: 'iterations' },
  },
  {
    id: 'reply_fails',
    title: 'When the reply fails, the labels are taken off again',
    input: bug?.input ?? null,
    mocks: { label: labelled('bug', 'needs-reproduction'), comment: refuses(422) },
    expect: { verdict: 'rollback', outcome: 'rolled-back', calls: { label: 2, unlabel: 2 }, notUndone: [] },
  },
  {
    id: 'closed',
    title: 'Nothing is done about an issue that was closed',
    input: closed?.input ?? null,
    mocks: {},
    expect: { plan: [], outcome: 'succeeded', calls: { label: 0, comment: 0, assign: 0 } },
  },
]
