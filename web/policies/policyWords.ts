import type { PolicyEffect, PolicyPoint } from '../../shared/graph/policy.ts'

/** Where a policy is evaluated, in words. */
export const pointOptions = [
  { value: 'input', label: 'Input', hint: 'Before the run begins' },
  { value: 'plan', label: 'Plan', hint: 'Before a plan is adopted' },
  { value: 'step', label: 'Step', hint: 'Before a step starts' },
  { value: 'output', label: 'Output', hint: 'When a step brought something' },
  { value: 'verdict', label: 'Verdict', hint: 'Before a verdict is followed' },
] as const satisfies readonly { value: PolicyPoint; label: string; hint: string }[]

/** What a policy does, in words. */
export const effectOptions = [
  { value: 'deny', label: 'Deny', hint: 'It does not happen' },
  { value: 'require-approval', label: 'Require approval', hint: 'It waits until people agree' },
  { value: 'redact', label: 'Redact', hint: 'Parts are hidden before anything is logged or sent' },
  { value: 'flag', label: 'Flag', hint: 'Recorded; nothing is held up' },
] as const satisfies readonly { value: PolicyEffect; label: string; hint: string }[]

export const modeOptions = [
  { value: 'enforce', label: 'Enforced' },
  { value: 'dry-run', label: 'On trial', hint: 'Recorded, never applied' },
] as const

/** What stands where the value is that a policy redacts. */
export const redactHelp: Record<PolicyPoint, string> = {
  input: 'JSON Pointers into the input, with commas: /customer/email, /items/*/name',
  step: 'JSON Pointers into the step’s arguments, with commas: /to, /items/*/name',
  output: 'JSON Pointers into what the step brought, with commas: /body/email',
  plan: 'Nothing can be redacted at a plan: use input, step or output',
  verdict: 'Nothing can be redacted at a verdict: use input, step or output',
}

const always = ['input', 'request', 'run', 'now', 'recent', 'classes'] as const

/** The names that a condition may read at each point. */
export const rootsAt = {
  input: [...always],
  plan: [...always, 'plan', 'verdict', 'facts', 'passed', 'sentBack'],
  step: [...always, 'args', 'action', 'plan', 'steps', 'verdict', 'facts', 'passed', 'sentBack'],
  output: [...always, 'args', 'output', 'action', 'plan', 'steps', 'verdict', 'facts', 'passed', 'sentBack'],
  verdict: [...always, 'verdict', 'plan', 'steps', 'facts', 'passed', 'sentBack'],
} as const satisfies Record<PolicyPoint, readonly string[]>

/** A condition to start from. */
export type PolicySnippet = { label: string; at: PolicyPoint; when: string }

/** Conditions that many workspaces want; the numbers and names in them are to be changed. */
export const policySnippets: readonly PolicySnippet[] = [
  { label: 'Cost: the run has cost more than 5 dollars', at: 'step', when: 'run.costUsd > 5.0' },
  {
    label: 'Cost: the loop cost more than 50 dollars in a day',
    at: 'input',
    when: 'recent.costLastDayUsd > 50.0',
  },
  {
    label: 'Time: outside of office hours in Berlin',
    at: 'step',
    when: "timestamp(now).getHours('Europe/Berlin') < 8 || timestamp(now).getHours('Europe/Berlin') >= 18",
  },
  {
    label: 'Time: at the weekend',
    at: 'step',
    when: "timestamp(now).getDayOfWeek('Europe/Berlin') in [0, 6]",
  },
  {
    label: 'Time: the run is older than an hour',
    at: 'step',
    when: "timestamp(now) - timestamp(int(run.startedAt / 1000.0)) > duration('1h')",
  },
  { label: 'Risk: the action is of high risk', at: 'step', when: "action.risk == 'high'" },
  { label: 'Risk: the action can’t be undone', at: 'step', when: "action.reversibility == 'irreversible'" },
  {
    label: 'Risk: a pass with a risk of 0.3 or more',
    at: 'verdict',
    when: "verdict.verdict == 'pass' && verdict.risk >= 0.3",
  },
  { label: 'Data: personal data are sent', at: 'step', when: "'personal' in classes" },
  {
    label: 'Data: something looks like a card number',
    at: 'step',
    when: "has(args.text) && args.text.matches('[0-9]{13,16}')",
  },
  {
    label: 'Models: the input tries to steer a model',
    at: 'input',
    when: 'promptRisk(input) >= 0.7',
  },
  {
    label: 'Models: the arguments try to steer a model',
    at: 'step',
    when: "action.uses in ['http', 'mcp', 'model'] && promptRisk(args) >= 0.7",
  },
  {
    label: 'Models: what a step brought tries to steer a model',
    at: 'output',
    when: 'promptRisk(output) >= 0.7',
  },
  { label: 'Leaks: the arguments hold credentials', at: 'step', when: 'leakRisk(args) >= 0.5' },
  { label: 'Leaks: what a step brought leaks', at: 'output', when: 'leakRisk(output) >= 0.5' },
  { label: 'Rate: more than 10 runs in a minute', at: 'input', when: 'recent.lastMinute >= 10' },
  {
    label: 'Rate: a third of the day’s runs failed',
    at: 'input',
    when: 'recent.lastDay >= 10 && recent.failuresLastDay * 3 >= recent.lastDay',
  },
  { label: 'Plan: more than 10 steps', at: 'plan', when: 'plan.steps.size() > 10' },
  { label: 'Only one loop', at: 'step', when: "run.id.startsWith('my-loop.')" },
]
