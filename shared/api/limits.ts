/** What the edge takes, stated in one place; past it the answer is 413, 422 or 429. */
export const apiLimits = {
  /** Bytes of a request body. */
  bodyBytes: 1_048_576,
  /** Levels of nesting of a JSON document. */
  jsonDepth: 64,
  /** Characters of the id of an event that is posted to a run. */
  signalIdCharacters: 500,
  /** Characters of an idempotency key. */
  keyCharacters: 255,
  /** Seconds a caller may wait for an outcome (`Prefer: wait=N`). */
  waitSeconds: 60,
  /** Failed sign-ins of a client in a minute. */
  failedSignInsPerMinute: 10,
  /** Requests of a client with a wrong token in a minute. */
  wrongTokensPerMinute: 30,
  /** Calls that a person or token sends by themselves in a minute, to try an action. */
  callsSentOncePerMinute: 30,
  /** Seconds that such a call may take at most, however long its action may. */
  callSentOnceSeconds: 60,
  /** Seconds that a signed webhook's timestamp may be off. */
  signatureToleranceSeconds: 300,
  /** Entries of one page. */
  pageSize: 200,
  /** Runs of a shard that one page of a narrowed list looks through. */
  runsLookedThrough: 5_000,
  /** Shards that the runs of a loop may be spread over. */
  shards: 64,
  /** Bytes of a target's response that an action reads. */
  responseBytes: 1_048_576,
  /** Bytes of one event of a run’s log. */
  eventBytes: 1_900_000,
  /** Attributes of a CloudEvent. */
  eventAttributes: 50,
} as const
