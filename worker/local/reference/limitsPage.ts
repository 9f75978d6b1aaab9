import { apiLimits } from '../../../shared/api/limits.ts'
import { defaultLimits, Limits } from '../../../shared/graph/limits.ts'
import { readDocs } from './docComments.ts'
import { code, pageOf, tableOf } from './markdown.ts'

/** What somebody gets who goes past a limit. */
const past = {
  bodyBytes: '413 `body-too-large`',
  jsonDepth: '422 `nesting-too-deep`',
  signalIdCharacters: '400 `invalid-request`',
  keyCharacters: '400 `invalid-request`; a `webhook-id` or `x-github-delivery` is cut',
  waitSeconds: 'The wait is cut to it; `Preference-Applied` says so',
  failedSignInsPerMinute: '429 `too-many-attempts` with `Retry-After`',
  wrongTokensPerMinute: '429 `too-many-attempts` with `Retry-After`',
  callsSentOncePerMinute: '429 `too-many-attempts` with `Retry-After`',
  callSentOnceSeconds: 'The call fails with class `timeout`',
  signatureToleranceSeconds: '401 `signature-invalid`',
  pageSize: '400 `invalid-request`',
  runsLookedThrough: 'The page ends there; `next` goes on',
  shards: '400 `invalid-request`',
  responseBytes: 'The step fails; what was read is dropped',
  eventBytes: '413 `body-too-large` where it is the acceptance; else a failure in the log that says so',
  eventAttributes: '400 `invalid-request`',
} as const satisfies Record<keyof typeof apiLimits, string>

/** Every limit of the edge and of runs. */
export function limitsPage(top: string): string {
  const { says } = readDocs(top, ['api/limits.ts'])
  const edge = Object.entries(apiLimits).map(([name, value]) => [
    says.get(`apiLimits.${name}`) ?? '',
    value.toLocaleString('en'),
    past[name as keyof typeof past],
  ])
  const runs = Object.entries(Limits.shape).map(([name, schema]) => [
    code(name),
    schema.description ?? '',
    String(defaultLimits[name as keyof typeof defaultLimits]),
  ])
  return pageOf(
    '# Limits',
    '## The edge',
    'The same for everybody. Past one nothing is started, and nothing that was accepted is dropped.',
    tableOf(['What', 'Most', 'Past it'], edge),
    '## Runs',
    'A graph sets these under `limits`; what it leaves out takes the default. Past one that bounds a run, the run takes its bail route.',
    tableOf(['Limit', 'What it bounds', 'Default'], runs),
    '## Overload',
    'A call for which no run can be unfinished more (`limits.queue`, for each shard) is refused at once: 429 `queue-full` with `Retry-After`. `trigger.admission` delays runs and refuses none.',
    'An answer to a call that started a run, or found no room, says how much room there is (draft-ietf-httpapi-ratelimit-headers-10). How large a body may be stands in the answer to every started call and in 413:',
    '```http\nRateLimit-Policy: "queue";q=1000;qu="concurrent-requests"\nRateLimit: "queue";r=998\nPavane-Queue-Depth: 0\nPavane-Body-Limit: 1048576\n```',
    '`r` is how many more runs the shard takes now; where it takes none, `t` is when to try again. `Pavane-Queue-Depth` is how many accepted runs wait for room.',
  )
}
