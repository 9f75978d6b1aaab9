/** What the expressions of a plan can read. */
export const planScope = ['input', 'request', 'run', 'verdict', 'sentBack', 'facts'] as const
