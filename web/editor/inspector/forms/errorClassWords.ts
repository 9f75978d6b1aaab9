import type { ErrorClass } from '../../../../shared/errorClass.ts'

/** What kind of failure an effect met, in a few words. */
export const errorClassWords = {
  network: 'No connection',
  timeout: 'Timeout',
  http: 'A status that is no success',
  schema: 'Output unlike its schema',
  expression: 'An expression failed',
  precondition: 'Precondition',
  postcondition: 'Postcondition',
  assumption: 'Assumption',
  policy: 'Policy',
  approval: 'Sent back by a person',
  lease: 'Lease lost',
  limit: 'A limit',
  circuit: 'Breaker open',
  child: 'Child run failed',
  configuration: 'Configuration',
  internal: 'Internal',
} as const satisfies Record<ErrorClass, string>
