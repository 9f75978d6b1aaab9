import type { EdgeRole } from '../model/edgeRole.ts'

/** The colour and the dashes of a wire, and the colour of the words on it. */
export const wireLooks = {
  main: { hue: 'var(--text-3)', dash: undefined, text: 'text-fg-2' },
  use: { hue: 'var(--kind-planner)', dash: undefined, text: 'text-kind-planner' },
  loop: { hue: 'var(--verdict-replan)', dash: undefined, text: 'text-verdict-replan' },
  rollback: { hue: 'var(--verdict-rollback)', dash: '6 4', text: 'text-verdict-rollback' },
  escalate: { hue: 'var(--verdict-escalate)', dash: undefined, text: 'text-verdict-escalate' },
  bail: { hue: 'var(--verdict-bail)', dash: undefined, text: 'text-verdict-bail' },
  undo: { hue: 'var(--verdict-rollback)', dash: '2 4', text: 'text-verdict-rollback' },
} as const satisfies Record<EdgeRole, { hue: string; dash: string | undefined; text: string }>
