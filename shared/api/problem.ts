import { z } from 'zod'

/** Every problem type, with its status and title. The type URI is `/problems/<code>`, stable for ever. */
export const problems = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in or send a token' },
  'signature-invalid': { status: 401, title: 'The signature does not verify' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'loop-not-found': { status: 404, title: 'There is no such loop' },
  'version-not-found': { status: 404, title: 'There is no such version' },
  'run-not-found': { status: 404, title: 'There is no such run' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-acceptable': { status: 406, title: 'None of the accepted media types is available' },
  conflict: { status: 409, title: 'The state does not allow this' },
  'loop-not-published': { status: 409, title: 'The loop has no published version' },
  'name-taken': { status: 409, title: 'That name is taken' },
  'revision-stale': { status: 412, title: 'Somebody saved the draft since you opened it' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'Send JSON' },
  'input-invalid': { status: 422, title: 'The input does not fit the trigger’s schema' },
  'input-rejected': { status: 422, title: 'The input failed a quality check' },
  'graph-invalid': { status: 422, title: 'The graph has errors' },
  'key-reused': { status: 422, title: 'The idempotency key was used with another payload' },
  'nesting-too-deep': { status: 422, title: 'The document is nested too deeply' },
  'precondition-required': { status: 428, title: 'Send If-Match with the revision you edited' },
  'queue-full': { status: 429, title: 'Too many runs are under way' },
  'too-many-attempts': { status: 429, title: 'Too many attempts: wait a little' },
  'configuration-missing': { status: 503, title: 'The workspace lacks something this loop needs' },
  internal: { status: 500, title: 'Something broke on our side' },
} as const satisfies Record<string, { status: number; title: string }>
export type ProblemCode = keyof typeof problems

/** One fault of a document, by JSON Pointer (RFC 6901). */
export const ProblemError = z.looseObject({ pointer: z.string(), message: z.string() })
export type ProblemError = z.infer<typeof ProblemError>

/** A problem document (RFC 9457), sent as `application/problem+json`. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.array(ProblemError).optional(),
})
export type Problem = z.infer<typeof Problem>
