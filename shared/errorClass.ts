import { z } from 'zod'

/** What kind of failure an effect met. */
export const ErrorClass = z.enum([
  'network',
  'timeout',
  'http',
  'schema',
  'expression',
  'precondition',
  'postcondition',
  'assumption',
  'policy',
  /** A person sent the plan back before it started. */
  'approval',
  'lease',
  'limit',
  /** The host's circuit breaker is open: nothing was sent. */
  'circuit',
  /** A child run did not succeed. */
  'child',
  'configuration',
  'internal',
])
export type ErrorClass = z.infer<typeof ErrorClass>
