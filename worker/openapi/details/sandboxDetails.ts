import type { sandboxRoutes } from '../../../shared/api/routes/sandbox.ts'
import type { Details } from './operationDetails.ts'

const local = 'On a local server only; elsewhere 404.'

export const sandboxDetails = {
  listSandboxCalls: {
    description: `\`next\` is the \`before\` of the page after this one, and null on the last. ${local}`,
    refuses: ['not-found'],
    parameters: { before: 'Only calls with a smaller number: `next` of the page before' },
  },
  clearSandbox: {
    description: `Its apps forget what they hold and what they received; how they misbehave stays. ${local}`,
    refuses: ['not-found'],
  },
  getSandboxRules: {
    description: `The first rule that fits a call decides what becomes of it. ${local}`,
    refuses: ['not-found'],
  },
  putSandboxRules: {
    description: `They take the place of those that were there, from the next call on. ${local}`,
    refuses: ['not-found'],
    example: { rules: [] },
  },
} satisfies Record<Exclude<keyof typeof sandboxRoutes, 'sandbox'>, Details>
