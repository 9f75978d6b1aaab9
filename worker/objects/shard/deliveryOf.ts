import type { Delivery, DeliveryResult, Verification } from '../../../shared/api/deliveries.ts'
import { problems } from '../../../shared/api/problem.ts'
import type { RunSummary } from '../../../shared/api/runs.ts'
import type { EventOf, RequestInfo } from '../../../shared/engine/event.ts'
import type { TriggerAuth } from '../../../shared/graph/nodes/trigger.ts'
import { count } from '../../../shared/metrics/meters.ts'
import { isPersonal } from '../../../shared/privacy/personalOf.ts'
import type { Answer, Refusal } from '../../http/problem.ts'
import type { HookCall, Placed } from '../ports.ts'
import { type DeliveryPlace, isBefore } from './Deliveries.ts'
import type { Shard } from './openShard.ts'
import { requestInfoOf } from './requestInfo.ts'

/** A test says that it is one in this header. */
export const testHeader = 'x-pavane-test'

/** What is known of a request that started no run. */
export type NotedCall = Pick<HookCall, 'headers' | 'method'> & { bodyBytes: number | null }

const mostHeaderCharacters = 1000
const mostRunsLooked = 2000
/** Refusals whose words may quote what was sent. */
const mayQuote = new Set(['input-invalid', 'input-rejected', 'malformed-json', 'invalid-request'])
/** Refusals that come before anybody asks who calls. */
const early = new Set(['body-too-large', 'unsupported-media-type'])

/** Takes note of a call that was refused, or that found the run of an earlier one. What started a run is in its log. */
export function noteCall(shard: Shard, call: HookCall, taken: Answer<Placed>): void {
  const noted = { ...call, bodyBytes: call.body.length }
  if (!taken.ok) return noteRefused(shard, noted, taken.refusal)
  if (taken.value.at === 'elsewhere' || !taken.value.started.replayed) return
  const { run, version } = taken.value.started.run
  shard.meters.add((all) => count(all, 'pavane.hook.repeated', {}))
  add(shard, noted, { result: 'repeated', run, version, refusal: null, verification: passed(shard) })
}

export function noteRefused(shard: Shard, call: NotedCall, refusal: Refusal): void {
  const { status, title } = problems[refusal.code]
  const detail = mayQuote.has(refusal.code) ? `${title}.` : refusal.detail
  const verification = verificationOf(shard, refusal)
  shard.meters.add((all) => count(all, 'pavane.hook.refused', { problem: refusal.code }))
  const told = { code: refusal.code, status, detail }
  add(shard, call, { result: 'refused', run: null, version: null, refusal: told, verification })
}

type What = Pick<Delivery, 'result' | 'run' | 'version' | 'refusal' | 'verification'>

function add(shard: Shard, { headers, method, bodyBytes }: NotedCall, what: What): void {
  const stable = shard.deployed.stable()
  const request = requestInfoOf(method, headers, null)
  // A header may be personal, and nothing here is ever made a token.
  const kept = stable && isPersonal(stable.program) ? {} : shortened(request.headers)
  const test = headers.has(testHeader)
  shard.deliveries.note({ at: Date.now(), ...what, headers: kept, bodyBytes, test, redelivery: null })
}

function shortened(headers: Record<string, string>): Record<string, string> {
  let left = mostHeaderCharacters
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => {
      left -= name.length + value.length
      return left >= 0
    }),
  )
}

const ofScheme = ({ scheme }: TriggerAuth): Verification => (scheme === 'none' ? 'not-asked' : 'verified')

function passed({ deployed }: Shard): Verification {
  const stable = deployed.stable()
  return stable ? ofScheme(stable.program.trigger.auth) : 'not-reached'
}

function verificationOf(shard: Shard, { code }: Refusal): Verification {
  if (code === 'signature-invalid') return 'failed'
  return early.has(code) ? 'not-reached' : passed(shard)
}

export type DeliveryFilter = { before: DeliveryPlace | null; limit: number; result: DeliveryResult | null }

/** The requests of a shard before a place, newest first. */
export function listDeliveries(
  shard: Shard,
  prefix: string,
  { before, limit, result }: DeliveryFilter,
): Delivery[] {
  const noted = result === 'accepted' ? [] : shard.deliveries.list(before, limit * 4)
  const started = result === null || result === 'accepted' ? acceptedOf(shard, prefix, before, limit) : []
  return [...noted, ...started]
    .filter((each) => result === null || each.result === result)
    .sort((a, b) => (isBefore(a, b) ? 1 : -1))
    .slice(0, limit)
}

/** The runs that a request to the hook started, of the newest of all. */
function acceptedOf(shard: Shard, prefix: string, before: DeliveryPlace | null, limit: number): Delivery[] {
  const found: Delivery[] = []
  const now = Date.now()
  let from = before === null ? null : `${prefix}${latestAt(before.at)}`
  for (let looked = 0; looked < mostRunsLooked && found.length < limit; looked += 100) {
    const { runs } = shard.table.list({}, from, 100, now)
    for (const run of runs) {
      const delivery = acceptedBy(shard, run)
      if (delivery && (before === null || isBefore(delivery, before))) found.push(delivery)
    }
    from = runs.at(-1)?.run ?? null
    if (runs.length < 100) break
  }
  return found.slice(0, limit)
}

function acceptedBy(shard: Shard, { run, version, acceptedAt }: RunSummary): Delivery | null {
  const [accepted] = shard.log.read(run, 0, 1)
  if (accepted?.type !== 'run.accepted' || !isDelivery(accepted.data)) return null
  const { request } = accepted.data
  const program = shard.deployed.program(version)?.program
  const redelivery = redeliveryOf(request)
  return {
    id: run,
    at: acceptedAt,
    result: 'accepted',
    verification: redelivery ? 'not-asked' : program ? ofScheme(program.trigger.auth) : 'not-reached',
    run,
    version,
    refusal: null,
    headers: request.headers,
    bodyBytes: null,
    test: Object.hasOwn(request.headers, testHeader),
    redelivery,
  }
}

/** Whether a request to the hook started it. A fork is told of the request of the run that it is one of, and got none itself. */
export const isDelivery = ({ request, fork }: EventOf<'run.accepted'>['data']): boolean =>
  request.source === 'webhook' && fork === undefined

const redeliveryOf = ({ redeliveryOf: of, by }: RequestInfo): Delivery['redelivery'] =>
  of === undefined ? null : { of, by: by ?? '' }

/** An id that no run of that millisecond comes after (RFC 9562, section 5.7). */
function latestAt(at: number): string {
  const time = (at + 1).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-ffff-ffff-ffffffffffff`
}
