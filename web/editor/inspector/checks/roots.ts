/** What checks read. */
export const checkRoots = ['input', 'request', 'run', 'plan', 'steps', 'verdict', 'passed', 'facts'] as const

/** What a gate reads besides. */
export const gateRoots = ['checks', 'risk', 'conclusion', ...checkRoots] as const

/** What the call of an external checker reads besides. */
export const checkCallRoots = [...checkRoots, 'secrets'] as const
