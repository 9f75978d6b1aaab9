import { z } from 'zod'

/** What a name stands for now; or that it stands for nothing; or that nobody could be asked. */
export type Resolved = { ok: true; addresses: string[] } | { ok: false; because: 'no-such-name' | 'resolver' }

const publicResolver = 'https://cloudflare-dns.com/dns-query'
const timeoutMs = 3000
const mostNames = 1000
/** In seconds. An answer is not kept longer than this, whatever its owner says, nor asked for again sooner. */
const kept = { least: 5, most: 300 }

/** The record types that hold addresses (RFC 1035, RFC 3596). */
const recordTypes = { A: 1, AAAA: 28 } as const

const DnsAnswer = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), TTL: z.int(), data: z.string() })).optional(),
})

const noSuchName = 3

type Known = { until: number; resolved: Resolved }
const known = new Map<string, Known>()

/**
 * Looks a name up over HTTPS (RFC 8484 in its JSON form) and keeps the answer as long as it says, within bounds. `resolver` is the
 * address of another server than Cloudflare's.
 */
export async function resolveName(name: string, resolver: string | null, now: number): Promise<Resolved> {
  const key = `${resolver ?? ''} ${name}`
  const remembered = known.get(key)
  if (remembered && remembered.until > now) return remembered.resolved
  const answers = await Promise.all(
    Object.entries(recordTypes).map(([type, number]) => ask(resolver ?? publicResolver, name, type, number)),
  )
  const { resolved, ttl } = join(answers)
  // That nobody could be asked may be over the next moment.
  if (resolved.ok || resolved.because !== 'resolver') {
    if (known.size >= mostNames) known.clear()
    const seconds = Math.min(kept.most, Math.max(kept.least, ttl))
    known.set(key, { until: now + seconds * 1000, resolved })
  }
  return resolved
}

type Records = { addresses: string[]; ttl: number } | 'no-such-name' | 'resolver'

async function ask(resolver: string, name: string, type: string, number: number): Promise<Records> {
  const url = new URL(resolver)
  url.searchParams.set('name', name)
  url.searchParams.set('type', type)
  const answered = await answerOf(url)
  if (answered === null) return 'resolver'
  if (answered.Status === noSuchName) return 'no-such-name'
  if (answered.Status !== 0) return 'resolver'
  const records = (answered.Answer ?? []).filter((record) => record.type === number)
  return {
    addresses: records.map(({ data }) => data),
    ttl: Math.min(...(answered.Answer ?? []).map(({ TTL }) => TTL), kept.most),
  }
}

/** Null when the resolver can't be reached, or says nothing that can be read. */
async function answerOf(url: URL): Promise<z.infer<typeof DnsAnswer> | null> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/dns-json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.ok) return DnsAnswer.safeParse(await response.json()).data ?? null
    await response.body?.cancel()
    return null
  } catch {
    // Not reached, too slow or not JSON: all the same to whoever wants to send.
    return null
  }
}

/** Both kinds of addresses count: whichever is called must be one that may be. */
function join(answers: Records[]): { resolved: Resolved; ttl: number } {
  if (answers.includes('resolver')) return { resolved: { ok: false, because: 'resolver' }, ttl: 0 }
  const found = answers.filter((answer) => typeof answer === 'object')
  const addresses = found.flatMap((answer) => answer.addresses)
  const ttl = Math.min(...found.map((answer) => answer.ttl), kept.most)
  if (addresses.length === 0) return { resolved: { ok: false, because: 'no-such-name' }, ttl: kept.least }
  return { resolved: { ok: true, addresses }, ttl }
}
