import { loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

/** Personal data comes in, goes out, and is typed by whoever approves: the log holds tokens alone. */
export const personal = [
  scenario({
    shows: 'logs tokens in place of personal data, also of what an approver wrote',
    graph: loop('personal-edited', {
      trigger: { personal: { detect: ['email'] } },
      strategy: sequence({
        id: 'pay',
        action: 'pay',
        args: { amount: '{{ input.amount }}', to: '{{ input.email }}' },
      }),
      actions: { pay: {} },
      policies: [
        {
          id: 'large',
          title: 'Large',
          at: 'step',
          when: 'args.amount > 100 && args.to.endsWith("@example.org")',
          effect: 'require-approval',
          message: 'Too large.',
        },
      ],
    }),
    input: { amount: 250, email: 'ann.lee@example.org', note: 'for Ann.Lee@example.org and cy@example.org' },
    decision: 'grant',
    amendments: [
      { decision: 'edit', changes: [{ step: 'pay', args: { amount: 20, to: 'bo.berg@example.org' } }] },
    ],
  }),
]
