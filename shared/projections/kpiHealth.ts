import { timeWords } from '../engine/timeWords.ts'
import type { KpiFigures } from './kpiFigures.ts'

/** What a loop has under way now, over all of its shards. */
export type KpiNow = {
  queued: number
  running: number
  /** Unfinished runs that it takes; past it callers are refused. Null before anything was published. */
  limit: number | null
  approvals: number
  /** Hosts that are not called for the time being. */
  blockedHosts: string[]
  deadCallbacks: number
}

/** `idle`: nothing ended, nothing is under way, and nothing is wrong with that. */
export type KpiHealthState = 'ok' | 'degraded' | 'failing' | 'idle'
export type KpiReason = { state: 'degraded' | 'failing'; code: KpiReasonCode; message: string }
export type KpiReasonCode =
  | 'outcomes'
  | 'cycle-time'
  | 'verification'
  | 'planning'
  | 'drift'
  | 'cost'
  | 'silence'
  | 'queue'
  | 'hosts'
  | 'callbacks'
export type KpiHealth = { state: KpiHealthState; reasons: KpiReason[] }

/** A period with what is usual: `shareOf` is how long the period is, as a share of the one that says what is usual. */
export type KpiPeriod = { total: KpiFigures; expected: KpiFigures; shareOf: number; now: KpiNow }

/** From how many on a share or a percentile is worth comparing. */
const enough = 20
/** From how many on a share alone says something. */
const few = 5
const failingShare = 0.5
const degradedShare = 0.2
const degradedDrift = 0.5
const fullFrom = 0.8
/** So many times what is usual is worth telling. */
const longer = 2
const dearer = 2
/** Differences under these are told to nobody, however many times as much they are. */
const leastMs = 100
const leastUsd = 0.001
const leastShare = 0.1

/** How a loop does, with the reasons in words, worst first. The rules are those of the guide to operating. */
export function kpiHealth(period: KpiPeriod): KpiHealth {
  const found = rules.flatMap((rule) => rule(period) ?? [])
  const reasons = found.toSorted((one, other) => rank(other) - rank(one))
  const [worst] = reasons
  if (worst) return { state: worst.state, reasons }
  const { total, now } = period
  const isIdle = total.ended === 0 && now.queued + now.running === 0
  return { state: isIdle ? 'idle' : 'ok', reasons }
}

const rank = ({ state }: KpiReason) => (state === 'failing' ? 1 : 0)

type Rule = (period: KpiPeriod) => KpiReason | null

const outcomes: Rule = ({ total, expected }) => {
  const { judged } = total
  if (judged < few) return null
  const count = judged - (total.outcomes.succeeded ?? 0)
  const failed = count / judged
  const usual = expected.succeeded === null ? null : 1 - expected.succeeded
  const words = `${count} of ${judged} runs did not succeed`
  const message = `${words}${usual === null ? '' : `; usually ${percent(usual)} do not`}.`
  if (failed >= failingShare) return { state: 'failing', code: 'outcomes', message }
  const isWorse = usual !== null && isHigher(failed, judged, usual, expected.judged)
  return failed >= degradedShare || isWorse ? { state: 'degraded', code: 'outcomes', message } : null
}

const cycleTime: Rule = ({ total, expected }) => {
  const [now, usual] = [total.cycle.p95, expected.cycle.p95]
  if (now === null || usual === null) return null
  if (total.cycle.count < enough || expected.cycle.count < enough) return null
  if (now < usual * longer || now - usual < leastMs) return null
  const message = `One run in twenty takes ${duration(now)} or longer; usually it is ${duration(usual)}.`
  return { state: 'degraded', code: 'cycle-time', message }
}

const verification: Rule = ({ total, expected }) => {
  const [now, usual] = [total.passRate, expected.passRate]
  const [count, before] = [total.verification.count, expected.verification.count]
  if (now === null || usual === null || !isHigher(1 - now, count, 1 - usual, before)) return null
  const message = `${percent(now)} of the verdicts pass; usually ${percent(usual)} do.`
  return { state: 'degraded', code: 'verification', message }
}

const planning: Rule = ({ total: { plans }, expected }) => {
  if (plans.failureRate === null || plans.asked < few) return null
  const usual = expected.plans.failureRate
  const isWorse = usual !== null && isHigher(plans.failureRate, plans.asked, usual, expected.plans.asked)
  if (plans.failureRate < failingShare && !isWorse) return null
  const message = `${plans.failed} of ${plans.asked} times that a plan was asked for there was none, or it was rejected.`
  return { state: 'degraded', code: 'planning', message }
}

const drift: Rule = ({ total: { drift: now } }) => {
  if (now.checked === 0 || now.found / now.checked < degradedDrift) return null
  const message = `${now.found} of ${now.checked} comparisons with the baseline found drift.`
  return { state: 'degraded', code: 'drift', message }
}

const cost: Rule = ({ total, expected }) => {
  if (total.ended < enough || expected.ended < enough) return null
  const [now, usual] = [total.costUsd / total.ended, expected.costUsd / expected.ended]
  if (now < usual * dearer || now - usual < leastUsd) return null
  const message = `A run costs $${now.toFixed(3)}; usually it is $${usual.toFixed(3)}.`
  return { state: 'degraded', code: 'cost', message }
}

const silence: Rule = ({ total, expected, shareOf }) => {
  const usual = Math.round(expected.ended * shareOf)
  if (total.ended > 0 || usual < enough) return null
  return { state: 'degraded', code: 'silence', message: `No run ended; usually about ${usual} do.` }
}

const queue: Rule = ({ now: { queued, running, limit } }) => {
  if (limit === null || limit === 0 || (queued + running) / limit < fullFrom) return null
  const isFull = queued + running >= limit
  const words = `${queued + running} runs are under way, of ${limit} that are taken`
  if (isFull) return { state: 'failing', code: 'queue', message: `${words}: callers are refused.` }
  return { state: 'degraded', code: 'queue', message: `${words}: callers are about to be refused.` }
}

const hosts: Rule = ({ now: { blockedHosts } }) => {
  if (blockedHosts.length === 0) return null
  const message = `Not called for the time being, since it failed too often: ${blockedHosts.join(', ')}.`
  return { state: 'degraded', code: 'hosts', message }
}

const callbacks: Rule = ({ now: { deadCallbacks } }) => {
  if (deadCallbacks === 0) return null
  const message =
    deadCallbacks === 1
      ? 'A callback was given up: somebody has to send it again or discard it.'
      : `${deadCallbacks} callbacks were given up: somebody has to send them again or discard them.`
  return { state: 'degraded', code: 'callbacks', message }
}

const rules: readonly Rule[] = [
  outcomes,
  queue,
  cycleTime,
  verification,
  planning,
  hosts,
  drift,
  cost,
  silence,
  callbacks,
]

/** Whether a share is above what is usual by more than chance would explain: three standard errors, and ten points at least. */
function isHigher(now: number, count: number, usual: number, before: number): boolean {
  if (count < enough || before < enough) return false
  const both = (now * count + usual * before) / (count + before)
  const error = Math.sqrt(both * (1 - both) * (1 / count + 1 / before))
  return now - usual >= Math.max(leastShare, 3 * error)
}

const percent = (part: number) => `${Math.round(part * 100)} %`
const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : timeWords(Math.round(ms / 100) / 10))
