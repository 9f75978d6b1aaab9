import type { EventType, RunEvent } from '../../shared/engine/event.ts'
import { tokens } from '../../shared/privacy/token.ts'

/** Parts of an event that are the host's own: ids, times, hashes, and prose about what went wrong in a call. */
const hostsOwn = new Set([
  'at',
  'observedAt',
  'trace',
  'prev',
  'hash',
  'seed',
  'request',
  'until',
  'notBefore',
  'deadline',
  'retryAt',
  // Whom names stand for, which hosts without accounts do not know.
  'person',
  'people',
  // What is drawn by the seed.
  'drawn',
  // A server holds every loop to the policies of its workspace.
  'policySet',
])

/** Events that say in words how a late call went, which a host may hang up on, how long a random wait is, or who answered. */
const wordedByHost = new Set<EventType>([
  'step.late',
  'iteration.delayed',
  'assumption.checked',
  'step.probed',
])

/**
 * A log without what is a host's own, one line an event. Names that a host gives (runs, people, fencing tokens, tokens of personal data, digests that cover
 * them) become the number of their first appearance, so that the same stays the same and what differs still differs.
 */
export function normalise(log: readonly RunEvent[]): string[] {
  const run = log[0]?.type === 'run.accepted' ? log[0].data.run : ''
  const names = new Names()
  const lines = log.map(({ type, data }) => {
    const worded = wordedByHost.has(type) ? { ...data, message: '' } : data
    return JSON.stringify({ type, data: strip(worded, run, names) })
  })
  return releasesLast(log, lines)
}

/** When a host confirms that it gave a lease back is its own affair. */
function releasesLast(log: readonly RunEvent[], lines: string[]): string[] {
  const isRelease = (_: string, place: number) => log[place]?.type === 'lease.released'
  const others = lines.filter((line, place) => !isRelease(line, place))
  return [...others, ...lines.filter(isRelease).sort()]
}

/** The id of a run that this one is a fork of. */
const otherRun = /[a-z][a-z0-9-]{0,62}\.\d{1,4}\.[0-9a-f-]{36}/g

class Names {
  readonly #known = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  of(kind: string, name: string): string {
    const known = this.#known.get(`${kind} ${name}`)
    if (known) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    this.#known.set(`${kind} ${name}`, `${kind}#${count}`)
    return `${kind}#${count}`
  }
}

function strip(value: unknown, run: string, names: Names): unknown {
  if (typeof value === 'string') {
    if (/^sha256:[0-9a-f]{64}$/.test(value)) return names.of('digest', value)
    const known = value.replaceAll(tokens(), (token, kind) => `[${names.of(`personal ${kind}`, token)}]`)
    const own = run === '' ? known : known.replaceAll(run, 'run')
    return own.replaceAll(otherRun, (other) => names.of('run', other))
  }
  if (Array.isArray(value)) return value.map((each) => strip(each, run, names))
  if (typeof value !== 'object' || value === null) return value
  // The order of members says nothing, and a parser may change it.
  const entries = Object.entries(value)
    .filter(([key]) => !hostsOwn.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const resource = 'resource' in value ? String(value.resource) : ''
  return Object.fromEntries(
    entries.map(([key, each]) => [
      key,
      key === 'token' ? names.of(`token of ${resource}`, String(each)) : stripMember(key, each, run, names),
    ]),
  )
}

function stripMember(key: string, value: unknown, run: string, names: Names): unknown {
  if (key === 'by' && typeof value === 'string') return names.of('person', value)
  if (key === 'by' && Array.isArray(value)) return value.map((name) => names.of('person', String(name)))
  if (key === 'error' && typeof value === 'object' && value !== null)
    return strip({ ...value, message: '' }, run, names)
  return strip(value, run, names)
}
