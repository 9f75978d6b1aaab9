import type { StepTemplate, TableStrategy } from '../graph/nodes/planner.ts'

const target = { repo: '{{ input.repository.full_name }}', number: '{{ input.issue.number }}' }

const label = (id: string, name: string, why: string): StepTemplate => ({
  id,
  action: 'label',
  args: { ...target, label: name },
  why,
})

const isNew = '["opened", "reopened", "edited"]'
const isOpened = '["opened", "reopened"]'
const bugWords =
  'it.matches("\\\\b(bug|error|crash(es|ed)?|exception|broken|regression|fails?|failed|stack ?trace)\\\\b")'

/** Title, text, labels and author of an issue, and what they call for. Every rule that matches adds its steps. */
export const issueTriageTable: TableStrategy = {
  type: 'table',
  hitPolicy: 'collect',
  inputs: [
    { id: 'event', label: 'Event', expr: 'input.action' },
    {
      id: 'security',
      label: 'Security?',
      expr: '(input.issue.title + "\\n" + (has(input.issue.body) && input.issue.body != null ? string(input.issue.body) : "")).lowerAscii().matches("\\\\b(vulnerabilit(y|ies)|exploit(able|s|ed)?|security (issue|hole|bug|flaw|problem)|cve-[0-9]+|xss|csrf|rce|remote code execution|sql injection|privilege escalation|leak(s|ed)? (secrets?|credentials?|tokens?|passwords?))\\\\b")',
    },
    {
      id: 'text',
      label: 'Title and text',
      expr: '(input.issue.title + "\\n" + (has(input.issue.body) && input.issue.body != null ? string(input.issue.body) : "")).lowerAscii()',
    },
    {
      id: 'labels',
      label: 'Labels',
      expr: 'has(input.issue.labels) ? input.issue.labels.map(l, l.name) : []',
    },
    {
      id: 'author',
      label: 'Author is',
      expr: 'has(input.issue.author_association) ? input.issue.author_association : "NONE"',
    },
  ],
  rules: [
    {
      id: 'security-report',
      cells: [isNew, 'true', '-', '-', '-'],
      steps: [
        {
          id: 'report',
          action: 'report_security',
          args: {
            repo: '{{ input.repository.full_name }}',
            summary: '{{ input.issue.title }}',
            description:
              '{{ has(input.issue.body) && input.issue.body != null && input.issue.body != "" ? string(input.issue.body) : input.issue.title }}',
          },
          why: 'It reads like a security report',
        },
      ],
      why: 'a security report is filed privately, and nothing else is done',
    },
    {
      id: 'bug',
      cells: [isNew, 'false', bugWords, '!("bug" in it)', '-'],
      steps: [label('label_bug', 'bug', 'It tells of something that does not work')],
      why: 'it tells of a fault and is not labelled as one',
    },
    {
      id: 'documentation',
      cells: [
        isNew,
        'false',
        'it.matches("\\\\b(docs?|documentation|readme|typo|spelling|misspell(ed|ing)?)\\\\b")',
        '!("documentation" in it)',
        '-',
      ],
      steps: [label('label_documentation', 'documentation', 'It is about the documentation')],
      why: 'it is about the documentation',
    },
    {
      id: 'question',
      cells: [
        isNew,
        'false',
        'it.matches("\\\\b(how (do|can|to|does)|is it possible|question)\\\\b")',
        '!("question" in it)',
        '-',
      ],
      steps: [label('label_question', 'question', 'It asks something')],
      why: 'it asks a question',
    },
    {
      id: 'enhancement',
      cells: [
        isNew,
        'false',
        'it.matches("\\\\b(feature request|enhancement|it would be (nice|great|useful)|please (add|support))\\\\b")',
        '!("enhancement" in it)',
        '-',
      ],
      steps: [label('label_enhancement', 'enhancement', 'It asks for something new')],
      why: 'it asks for something new',
    },
    {
      id: 'needs-reproduction',
      cells: [
        isOpened,
        'false',
        `${bugWords} && !it.matches("\\\\b(repro(duce|duction|duced)?|steps to|expected)\\\\b")`,
        '!("needs-reproduction" in it)',
        '!(it in ["OWNER", "MEMBER", "COLLABORATOR"])',
      ],
      steps: [
        label('label_needs_reproduction', 'needs-reproduction', 'A fault without a way to see it'),
        {
          id: 'ask',
          action: 'comment',
          args: {
            ...target,
            body: 'Thank you for the report{{ has(input.issue.user) && input.issue.user != null && has(input.issue.user.login) ? ", @" + string(input.issue.user.login) : "" }}. So that we can look into it, please add the steps that lead to the fault, what you expected, what happened instead, and the version that you use.',
          },
          after: ['label_needs_reproduction'],
          why: 'Without steps nobody can look into it',
        },
      ],
      why: 'it tells of a fault, but not how to see it',
    },
    {
      id: 'own-bug',
      cells: [isOpened, 'false', bugWords, '-', '["OWNER", "MEMBER", "COLLABORATOR"]'],
      steps: [
        {
          id: 'assign_author',
          action: 'assign',
          args: { ...target, login: '{{ input.issue.user.login }}' },
          when: 'has(input.issue.user) && input.issue.user != null',
          why: 'Whoever maintains the project and files a bug takes it on',
        },
      ],
      why: 'a maintainer filed it',
    },
  ],
  otherwise: [],
}
