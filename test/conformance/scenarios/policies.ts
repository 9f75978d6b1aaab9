import type { Graph } from '../../../shared/graph/graph.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const policy = (change: Partial<Policy>): Policy => ({
  id: 'rule',
  title: 'Rule',
  at: 'step',
  when: 'true',
  effect: 'deny',
  message: 'As the rule says.',
  ...change,
})

const ruled = (name: string, ...policies: Policy[]): Graph =>
  loop(name, {
    strategy: sequence({
      id: 'write',
      action: 'write',
      args: { to: '{{ input.email }}', about: '{{ input.about }}' },
    }),
    actions: { write: {} },
    verifier: { onStepFailed: 'bail' },
    policies,
  })

const input = { email: 'ada@example.com', about: 'an order' }

export const policies = [
  scenario({
    shows: 'hides a part of the input before anything is on record, and still denies by what it was',
    graph: ruled(
      'redact-input',
      policy({ id: 'hide', at: 'input', effect: 'redact', redact: ['/email'] }),
      policy({ id: 'own', at: 'input', when: 'input.email.endsWith("@example.com")' }),
    ),
    input,
  }),
  scenario({
    shows: 'hides an argument in the plan and in the request, and a part of what comes back',
    graph: ruled(
      'redact-step',
      policy({ id: 'hide', effect: 'redact', redact: ['/to'] }),
      policy({ id: 'hide-more', at: 'output', effect: 'redact', redact: ['/status'] }),
    ),
    input,
  }),
  scenario({
    shows: 'records what a policy on trial would have done, and goes on',
    graph: ruled('dry-run', policy({ mode: 'dry-run', version: 2, when: 'args.about == "an order"' })),
    input,
  }),
  scenario({
    shows: 'holds a loop to the policies of the workspace, whatever its own say',
    graph: ruled(
      'workspace-denies',
      policy({ id: 'guard', effect: 'flag', when: 'args.about == "an order"' }),
    ),
    input,
    policies: [
      policy({ id: 'guard', when: 'run.id.startsWith("workspace-denies.") && action.uses == "http"' }),
    ],
  }),
]
