import type { ProblemCode } from '../../../shared/api/problem.ts'
import type { Rejection } from '../../../shared/engine/command.ts'
import { refuse } from '../../http/problem.ts'

const codeOf = {
  'already-accepted': 'conflict',
  'not-accepted': 'conflict',
  'already-ended': 'conflict',
  'input-invalid': 'input-invalid',
  'input-rejected': 'input-rejected',
  'fork-invalid': 'fork-invalid',
  'unknown-effect': 'conflict',
  'unknown-approval': 'not-found',
  'approval-settled': 'conflict',
  'approval-stale': 'conflict',
  'already-approved-by-you': 'conflict',
  'own-run': 'own-approval',
  'own-edit': 'own-approval',
  'edit-invalid': 'edit-invalid',
  'send-back-invalid': 'invalid-request',
  'assignment-invalid': 'invalid-request',
  'too-many-remarks': 'conflict',
  'not-paused': 'conflict',
  'already-paused': 'conflict',
  'not-queued': 'conflict',
  'too-many-signals': 'too-many-signals',
  duplicate: 'conflict',
} as const satisfies Record<Rejection['code'], ProblemCode>

/** The engine's rejection as a problem. */
export const refusalOf = ({ code, message, errors }: Rejection) =>
  refuse(codeOf[code], message, {
    ...(errors ? { errors } : {}),
    ...(code === 'too-many-signals' ? { headers: { 'retry-after': '5' } } : {}),
  })
