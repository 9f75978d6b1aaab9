import type { Graph } from '../graph/graph.ts'
import { allowedLabels, issueTriageActions } from './issueTriageActions.ts'
import { issueTriageCases } from './issueTriageCases.ts'
import { issueTriageSamples } from './issueTriageSamples.ts'
import { issueTriageTable } from './issueTriageTable.ts'
import type { LoopTemplate } from './template.ts'
import { wire } from './wire.ts'

const graph: Graph = {
  format: 'pavane.graph/1',
  name: 'issue-triage',
  title: 'Issue triage',
  description:
    'Reads GitHub’s issues webhook, labels and assigns issues, asks for a reproduction, and takes security reports off the public page.',
  nodes: [
    {
      kind: 'trigger',
      id: 'issues',
      title: 'GitHub issues',
      note: 'Takes the payload of GitHub’s “issues” webhook as it is.',
      auth: { scheme: 'github', secret: 'github_webhook' },
      input: {
        type: 'object',
        required: ['action', 'issue', 'repository'],
        examples: issueTriageSamples.map((sample) => sample.input),
        properties: {
          action: { type: 'string' },
          issue: {
            type: 'object',
            required: ['number', 'title'],
            properties: {
              number: { type: 'integer', minimum: 1 },
              title: { type: 'string' },
              body: { type: ['string', 'null'] },
              author_association: { type: 'string' },
              labels: { type: 'array' },
              user: { type: ['object', 'null'] },
            },
          },
          repository: {
            type: 'object',
            required: ['full_name'],
            properties: { full_name: { type: 'string', pattern: '^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$' } },
          },
        },
      },
      dedupe:
        '"x-github-delivery" in request.headers ? request.headers["x-github-delivery"] : "%s:%s#%d:%s".format([input.action, input.repository.full_name, input.issue.number, has(input.issue.updated_at) ? string(input.issue.updated_at) : input.issue.title])',
      quality: [
        {
          id: 'has-title',
          when: 'input.issue.title.trim() != ""',
          effect: 'reject',
          message: 'The issue has no title',
        },
        {
          id: 'has-text',
          when: 'has(input.issue.body) && input.issue.body != null && input.issue.body != ""',
          effect: 'flag',
          message: 'The issue has no text: it is judged by its title alone',
        },
      ],
      respond: { mode: 'wait', seconds: 20 },
    },
    {
      kind: 'planner',
      id: 'triage',
      title: 'What to do',
      expects:
        'Every new issue carries the labels that it calls for, and nothing about a security report is public.',
      strategy: issueTriageTable,
    },
    ...issueTriageActions,
    {
      kind: 'verifier',
      id: 'review',
      title: 'Was it done right?',
      checks: [
        {
          type: 'rule',
          id: 'labels-once',
          title: 'Each label is on the issue exactly once',
          expr: 'plan.steps.filter(s, s.action == "label" && steps[s.id].status == "succeeded").all(s, steps[s.id].output.body.exists_one(l, l.name == s.args.label))',
          onFail: 'replan',
          message: 'A label is missing, or there twice',
        },
        {
          type: 'rule',
          id: 'labels-allowed',
          title: 'No label outside the allowed set',
          expr:
            'plan.steps.filter(s, s.action == "label").all(s, s.args.label in ' +
            `${JSON.stringify(allowedLabels)})`,
          onFail: 'rollback',
          message: 'A label is not one of those that the loop may set',
        },
        {
          type: 'rule',
          id: 'reply-short',
          title: 'A reply has at most 600 characters',
          expr: 'plan.steps.filter(s, s.action == "comment").all(s, size(s.args.body) <= 600)',
          onFail: 'rollback',
          message: 'The reply is too long',
        },
        {
          type: 'rule',
          id: 'security-private',
          title: 'A security report is never public',
          expr: '!plan.steps.exists(s, s.action == "report_security") || plan.steps.all(s, s.action == "report_security")',
          onFail: 'rollback',
          message: 'Something public was done about a security report',
        },
        {
          type: 'rule',
          id: 'no-person-needed',
          title: 'No person is needed',
          expr: '!plan.steps.exists(s, s.action == "report_security")',
          weight: 0,
          onFail: 'escalate',
          message: 'A security report was filed: the maintainers take over',
        },
      ],
    },
    {
      kind: 'outcome',
      id: 'done',
      title: 'Done',
      status: 'succeeded',
      body: {
        issue: '{{ input.repository.full_name }}#{{ input.issue.number }}',
        did: '{{ plan.steps.map(s, s.id) }}',
        because: '{{ plan.rationale }}',
      },
    },
    {
      kind: 'outcome',
      id: 'needs_human',
      title: 'Needs a person',
      status: 'bailed',
      body: {
        issue: '{{ input.repository.full_name }}#{{ input.issue.number }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
        stopReason: '{{ run.stopReason }}',
        standing: '{{ run.standing }}',
      },
    },
    {
      kind: 'outcome',
      id: 'safe_state',
      title: 'As it was before',
      status: 'rolled-back',
      body: {
        issue: '{{ input.repository.full_name }}#{{ input.issue.number }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
      },
    },
  ],
  edges: [
    wire('issues.input', 'triage.in'),
    wire('triage.plan', 'label.step'),
    wire('triage.plan', 'comment.step'),
    wire('triage.plan', 'assign.step'),
    wire('triage.plan', 'report_security.step'),
    wire('label.result', 'review.in'),
    wire('comment.result', 'review.in'),
    wire('assign.result', 'review.in'),
    wire('report_security.result', 'review.in'),
    wire('label.undo', 'unlabel.step'),
    wire('comment.undo', 'uncomment.step'),
    wire('assign.undo', 'unassign.step'),
    wire('report_security.undo', 'close_report.step'),
    wire('review.pass', 'done.in'),
    wire('review.replan', 'triage.in'),
    wire('review.escalate', 'needs_human.in'),
    wire('review.bail', 'needs_human.in'),
    wire('review.rollback', 'safe_state.in'),
  ],
  policies: [
    {
      id: 'security-stays-private',
      title: 'Security reports stay private',
      at: 'plan',
      when: 'plan.steps.exists(s, s.action == "report_security") && !plan.steps.all(s, s.action == "report_security")',
      effect: 'deny',
      message: 'The plan would do something public about a security report',
    },
  ],
  limits: { iterations: 3, durationSeconds: 600, steps: 30 },
  layout: {
    positions: {
      issues: { x: 0, y: 360 },
      triage: { x: 320, y: 360 },
      label: { x: 664, y: 0 },
      comment: { x: 664, y: 240 },
      assign: { x: 664, y: 480 },
      report_security: { x: 664, y: 720 },
      unlabel: { x: 720, y: 112 },
      uncomment: { x: 720, y: 352 },
      unassign: { x: 720, y: 592 },
      close_report: { x: 720, y: 832 },
      review: { x: 1104, y: 360 },
      done: { x: 1464, y: 200 },
      needs_human: { x: 1464, y: 392 },
      safe_state: { x: 1464, y: 584 },
    },
  },
  cases: issueTriageCases(issueTriageSamples),
}

/** Triage of GitHub issues, on GitHub’s own payloads. */
export const issueTriage: LoopTemplate = {
  name: graph.name,
  title: graph.title,
  description: graph.description,
  teaches:
    'A signed webhook, a decision table that collects several rules, an undo for each effect, and a verifier that keeps security reports private.',
  graph,
  samples: issueTriageSamples,
}
