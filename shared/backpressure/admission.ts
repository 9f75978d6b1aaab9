import TinyQueue from 'tinyqueue'
import { type Limit, Limiter } from './Limiter.ts'

/** Limits over everything, and the same for each key. */
export type AdmissionPolicy = Limit & { perKey?: Limit | undefined }

/** What waits and runs under one key. */
type Line = {
  key: string
  limiter: Limiter
  /** Waiting ids in the order in which they came, with their places in the order over all keys. */
  waiting: Map<string, number>
  /** Grows whenever the line is looked at anew: an entry of a heap with another number is outdated. */
  look: number
}

type Entry = { line: Line; look: number; rank: number }

const sweepAbove = 1000

/**
 * Who may start: in the order of arrival among those whose key allows it, so a key at its limit keeps no other waiting, and each line is
 * first in, first out. Nobody starves: whoever is let by came earlier. A decision costs the logarithm of the number of keys.
 * It has no clock: every call brings the time in milliseconds.
 */
export class AdmissionQueue {
  #policy: AdmissionPolicy
  readonly #all: Limiter
  readonly #lines = new Map<string, Line>()
  readonly #waiting = new Map<string, Line>()
  readonly #running = new Map<string, Line>()
  /** Lines whose first may start as far as the key is concerned, by arrival. */
  #ready = heap()
  /** Lines whose key's rate lets the first start later, by that time. */
  #later = heap()
  #arrivals = 0
  #sweepAt = sweepAbove

  constructor(policy: AdmissionPolicy) {
    this.#policy = policy
    this.#all = new Limiter(policy)
  }

  get waiting(): number {
    return this.#waiting.size
  }

  get running(): number {
    return this.#running.size
  }

  /** The theoretical arrival time of the limit over everything. */
  get tat(): number {
    return this.#all.tat
  }

  /** The keys that something is remembered of. */
  get keys(): number {
    return this.#lines.size
  }

  /** Whether one that comes now may start at once. To be asked after `pass`: those who wait go before. */
  mayStart(key: string, now: number): boolean {
    if (this.#all.freeAt(now) > now) return false
    const limiter = this.#lines.get(key)?.limiter ?? new Limiter(this.#policy.perKey ?? {})
    return limiter.freeAt(now) <= now
  }

  /** Counts one that starts without having waited. */
  start(id: string, key: string, now: number): void {
    this.#begin(id, this.#line(key), now)
  }

  /** Puts one at the end of the line. */
  enqueue(id: string, key: string, now: number): void {
    const line = this.#line(key)
    this.#arrivals += 1
    line.waiting.set(id, this.#arrivals)
    this.#waiting.set(id, line)
    if (line.waiting.size === 1) this.#look(line, now)
  }

  /** Counts one that ran before this began to count. */
  restore(id: string, key: string): void {
    const line = this.#line(key)
    this.#running.set(id, line)
    this.#all.restore()
    line.limiter.restore()
  }

  /** Takes over how many had started in the last seconds of each rate before a loss of memory. */
  assume(starts: number, perKey: Iterable<readonly [string, number]>, now: number): void {
    this.#all.assume(starts, now)
    for (const [key, count] of perKey) this.#line(key).limiter.assume(count, now)
    this.#lookAtAll(now)
  }

  /** Takes a theoretical arrival time that was kept elsewhere. */
  remember(tat: number): void {
    this.#all.remember(tat)
  }

  /** It ended, or waits no more. */
  leave(id: string, now: number): void {
    const waited = this.#waiting.get(id)
    const ran = this.#running.get(id)
    if (waited) {
      waited.waiting.delete(id)
      this.#waiting.delete(id)
      this.#look(waited, now)
    }
    if (ran) {
      this.#running.delete(id)
      this.#all.end()
      ran.limiter.end()
      this.#look(ran, now)
    }
  }

  /** Starts everyone who may start now; their ids, in order. */
  pass(now: number): string[] {
    const started: string[] = []
    for (const line of this.#due(now)) this.#look(line, now)
    while (this.#waiting.size > 0 && this.#all.freeAt(now) <= now) {
      const line = takeFirst(this.#ready)
      const id = line?.waiting.keys().next().value
      if (!line || id === undefined) break
      line.waiting.delete(id)
      this.#waiting.delete(id)
      this.#begin(id, line, now)
      started.push(id)
      this.#look(line, now)
    }
    if (this.#lines.size > this.#sweepAt) this.#sweep(now)
    return started
  }

  /** When time alone lets somebody who waits start; Infinity when one must end first, or nobody waits. */
  nextAt(now: number): number {
    if (this.#waiting.size === 0) return Number.POSITIVE_INFINITY
    const key = first(this.#ready) ? now : (first(this.#later)?.rank ?? Number.POSITIVE_INFINITY)
    return Math.max(key, this.#all.freeAt(now))
  }

  /** Takes other limits; what runs and waits stays. */
  setPolicy(policy: AdmissionPolicy, now: number): void {
    this.#policy = policy
    this.#all.setLimit(policy)
    for (const { limiter } of this.#lines.values()) limiter.setLimit(policy.perKey ?? {})
    this.#lookAtAll(now)
  }

  #begin(id: string, line: Line, now: number): void {
    this.#running.set(id, line)
    this.#all.start(now)
    line.limiter.start(now)
  }

  #line(key: string): Line {
    const known = this.#lines.get(key)
    if (known) return known
    const line: Line = { key, limiter: new Limiter(this.#policy.perKey ?? {}), waiting: new Map(), look: 0 }
    this.#lines.set(key, line)
    return line
  }

  /** Puts the line where it now belongs: among the ready, among the later, or nowhere until one of its own ends. */
  #look(line: Line, now: number): void {
    line.look += 1
    const order = line.waiting.values().next().value
    if (order === undefined) return
    const at = line.limiter.freeAt(now)
    if (at <= now) this.#ready.push({ line, look: line.look, rank: order })
    else if (at < Number.POSITIVE_INFINITY) this.#later.push({ line, look: line.look, rank: at })
  }

  #lookAtAll(now: number): void {
    this.#ready = heap()
    this.#later = heap()
    for (const line of this.#lines.values()) this.#look(line, now)
  }

  /** Takes the lines whose time has come out of `later`. */
  #due(now: number): Line[] {
    const due: Line[] = []
    for (let next = first(this.#later); next && next.rank <= now; next = first(this.#later)) {
      this.#later.pop()
      due.push(next.line)
    }
    return due
  }

  /** Forgets the keys of which there is nothing to remember. */
  #sweep(now: number): void {
    for (const [key, { waiting, limiter }] of this.#lines)
      if (waiting.size === 0 && limiter.isIdle(now)) this.#lines.delete(key)
    this.#sweepAt = Math.max(sweepAbove, 2 * this.#lines.size)
  }
}

const heap = () => new TinyQueue<Entry>([], (a, b) => a.rank - b.rank)

/** The first entry that is not outdated. */
function first(queue: TinyQueue<Entry>): Entry | undefined {
  for (let top = queue.peek(); top && top.line.look !== top.look; top = queue.peek()) queue.pop()
  return queue.peek()
}

function takeFirst(queue: TinyQueue<Entry>): Line | undefined {
  const entry = first(queue)
  if (entry) queue.pop()
  return entry?.line
}
