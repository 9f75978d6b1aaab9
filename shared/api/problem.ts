import { z } from 'zod'

/**
 * Every problem type: its status, its title and what to do about it. The type URI is `/problems/<code>`, stable for ever, and
 * answers with what stands here.
 */
export const problems = {
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    advice:
      'Send a body that a JSON parser takes: UTF-8, double quotes, no comments, no comma after the last entry. `detail` says where reading stopped.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    advice:
      'Look at `errors`: each names the place in the body by JSON Pointer, or a `header` or `parameter`, and says what belongs there. The API document says what every operation takes.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in or send a token',
    advice:
      'Send `Authorization: Bearer` with an API token of this workspace, or sign in with the link that the server printed. A token that was revoked or ran out must be replaced.',
  },
  'signature-invalid': {
    status: 401,
    title: 'The signature does not verify',
    advice:
      'Sign the body exactly as it is sent, with the secret that the trigger names and by its scheme. Check that sender and workspace hold the same secret, and that the sender’s clock is right.',
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    advice:
      'Use a token or an account whose role has the right that `detail` names, or ask an administrator for it.',
  },
  'own-approval': {
    status: 403,
    title: 'You can’t approve what is your own',
    advice:
      'Whoever started a run, or edited its plan, can’t approve it, and each person counts once. Ask somebody else who may; you can still deny it or send it back.',
  },
  'edit-invalid': {
    status: 422,
    title: 'The edit can’t be made',
    advice:
      'Look at `errors`: each names the place in the request. Arguments have to fit the action’s schema and the planner’s rails, and only steps that have not started can be changed.',
  },
  'own-proposal': {
    status: 403,
    title: 'You can’t decide on what you proposed',
    advice:
      'Ask somebody else who may approve to decide on it. A token that you made, or that was made with one of yours, counts as you. To take it back, propose another version: it takes its place.',
  },
  'second-person-required': {
    status: 403,
    title: 'A second person has to approve this',
    advice:
      'Propose it instead: `POST /api/loops/:loop/proposals/version` or `…/rollout` takes the same body. It takes effect once somebody else who may approve has looked at it and approved it.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    advice: 'Check the address. The API document lists every one that there is.',
  },
  'workspace-not-found': {
    status: 404,
    title: 'There is no such workspace',
    advice:
      'Leave the header `Pavane-Workspace` out, or name a workspace that you may enter: `GET /api/workspaces` lists them. A token is of one workspace, which it names itself.',
  },
  'loop-not-found': {
    status: 404,
    title: 'There is no such loop',
    advice: 'Check the name against the list of loops. A loop that was deleted takes no calls.',
  },
  'version-not-found': {
    status: 404,
    title: 'There is no such version',
    advice: 'Take the version from the loop’s list of versions: its number, or its whole digest.',
  },
  'run-not-found': {
    status: 404,
    title: 'There is no such run',
    advice: 'Check the run’s id: it is the last part of the `Location` that its start was answered with.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    advice: 'Use one of the methods in the `Allow` header.',
  },
  'not-acceptable': {
    status: 406,
    title: 'None of the accepted media types is available',
    advice: 'Name a media type in `Accept` that `detail` lists, or leave the header out.',
  },
  conflict: {
    status: 409,
    title: 'The state does not allow this',
    advice:
      'Read the thing again: it is in another state than you took it to be, and `detail` says in which. Sending the same again changes nothing.',
  },
  'in-flight': {
    status: 409,
    title: 'The first call with this key is still under way',
    advice:
      'Send the call again after the seconds in `Retry-After`, with the same key: the answer is there once the run has ended. `Location` is the run. Who does not ask to wait gets the run at once.',
  },
  'loop-not-published': {
    status: 409,
    title: 'The loop has no published version',
    advice: 'Publish the loop. Until then it has no version that takes calls.',
  },
  'name-taken': {
    status: 409,
    title: 'That name is taken',
    advice: 'Choose another name, or change the loop that has this one.',
  },
  'revision-stale': {
    status: 412,
    title: 'Somebody saved it since you opened it',
    advice:
      'Read it again, put your change on top of what it is now and send that with the new `ETag` in `If-Match`.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    advice: 'Send less, or send a link to what is large. The limit is in the API document.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Send JSON',
    advice: 'Send JSON with `Content-Type: application/json`.',
  },
  'input-invalid': {
    status: 422,
    title: 'The input does not fit the trigger’s schema',
    advice: 'Look at `errors`: each points into the input and says what the trigger’s schema asks for there.',
  },
  'input-rejected': {
    status: 422,
    title: 'The input failed a quality check',
    advice:
      'The input fits the schema but not what the loop demands of its quality. `errors` says which check failed; correct the data where it comes from.',
  },
  'fork-invalid': {
    status: 422,
    title: 'The run can’t be forked like that',
    advice:
      'Look at `errors`: `/iteration` has to be one that the run began, `/version` one that has the planner of that iteration, and `/input` given where personal values of the run’s own were erased. Nothing was started.',
  },
  'graph-invalid': {
    status: 422,
    title: 'The graph has errors',
    advice:
      'Correct what `errors` lists: each names a node and a field of the graph. The editor shows the same list and can settle some of it by itself.',
  },
  'tests-failing': {
    status: 422,
    title: 'Tests of the loop fail',
    advice:
      'Look at `errors`: each names a test and what it expected that did not come. Mend the loop or the test, or publish all the same with `override.tests`, which says why and is kept in the version’s note.',
  },
  'key-reused': {
    status: 422,
    title: 'The idempotency key was used with another payload',
    advice: 'Use a new key for a new payload. For a repeat, send the first payload again, byte for byte.',
  },
  'callback-refused': {
    status: 422,
    title: 'The callback’s address is not allowed',
    advice:
      'Send in `Pavane-Callback` an https address under one of the hosts that the loop’s trigger allows for callbacks, or leave the header out. Nothing was started.',
  },
  'nesting-too-deep': {
    status: 422,
    title: 'The document is nested too deeply',
    advice: 'Flatten the document. The limit is in the API document.',
  },
  'upgrade-required': {
    status: 426,
    title: 'Open a WebSocket',
    advice: 'Connect with a WebSocket client: the address takes no other request.',
  },
  'precondition-required': {
    status: 428,
    title: 'Send If-Match with the revision you edited',
    advice: 'Send the draft’s revision, which its `ETag` holds, in `If-Match`.',
  },
  'queue-full': {
    status: 429,
    title: 'Too many runs are under way',
    advice:
      'Send the call again after the seconds in `Retry-After`, with the same idempotency key. Nothing was started. If it happens often, raise the loop’s queue limit.',
  },
  'too-many-signals': {
    status: 429,
    title: 'Too many events wait to be taken by the run',
    advice:
      'No step of the run has taken the events that were posted before. Send the event again, with the same id, after the seconds in `Retry-After`, and check its name: a `wait` takes only the events that it names.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts: wait a little',
    advice: 'Wait for the seconds in `Retry-After` before you try again.',
  },
  'configuration-missing': {
    status: 503,
    title: 'The workspace lacks something this loop needs',
    advice:
      'Ask an administrator of the workspace to set what `detail` names, then send the call again. Nothing was started.',
  },
  unavailable: {
    status: 503,
    title: 'The server can’t take this now',
    advice:
      'Send the request again with the same idempotency key, after the seconds in `Retry-After`: nothing runs twice. If it stays so, whoever runs the server has to make room: `detail` says where.',
  },
  internal: {
    status: 500,
    title: 'Something broke on our side',
    advice:
      'Send the request again with the same idempotency key: nothing runs twice. If it stays so, report the trace that `detail` names.',
  },
} as const satisfies Record<string, { status: number; title: string; advice: string }>
export type ProblemCode = keyof typeof problems

/** A problem type as its own address answers with it. */
export const ProblemType = z.strictObject({
  type: z.string(),
  status: z.int(),
  title: z.string(),
  advice: z.string(),
})
export type ProblemType = z.infer<typeof ProblemType>

export const ProblemTypeList = z.strictObject({ problems: z.array(ProblemType) })

/** The problem type of a code; null for what is no code. */
export function problemType(code: string): ProblemType | null {
  return Object.hasOwn(problems, code)
    ? { type: `/problems/${code}`, ...problems[code as ProblemCode] }
    : null
}

/** Every problem type. */
export const problemTypes = (): ProblemType[] =>
  Object.entries(problems).map(([code, problem]) => ({ type: `/problems/${code}`, ...problem }))

/** One fault of a request: in its body, by JSON Pointer (RFC 6901), or in the header or parameter of the query that it names. */
export const ProblemError = z.looseObject({
  pointer: z.string(),
  header: z.string().optional(),
  parameter: z.string().optional(),
  message: z.string(),
})
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
