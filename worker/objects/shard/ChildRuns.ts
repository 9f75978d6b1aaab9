import type { z } from 'zod'
import type { ChildRun } from '../../../shared/api/runs.ts'
import type { EffectResult } from '../../../shared/engine/command.ts'
import { parseEffectId } from '../../../shared/engine/effectId.ts'
import type { Parent } from '../../../shared/engine/event.ts'
import type { Json } from '../../../shared/json.ts'
import type { PersonalValues } from '../../../shared/privacy/PersonalValues.ts'
import { type ChildCall, type Children, type Executed, failedBefore } from '../../effects/executor.ts'
import type { Env } from '../../env.ts'
import type { Refusal } from '../../http/problem.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { ChildEnd, ChildRequest } from '../childPorts.ts'
import { placeOfRun } from '../placement.ts'
import { shardOf } from '../ports.ts'
import { someShardOf } from '../routing.ts'
import type { Sql } from '../storage/Sql.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { RunPrivacy } from './RunPrivacy.ts'

type Row = { effect: string; loop: string; shard: number; attempt: number; child: string | null }
type Privacy = Pick<RunPrivacy, 'isToForget' | 'inherit'>

/**
 * The child runs that the runs of this shard have. Where a child lives is written down before it is asked for, so that it is asked for
 * at the same place ever after.
 */
export class ChildRuns implements Children {
  readonly #env: Env
  readonly #sql: Sql
  readonly #privacy: Privacy
  /** Questions about children whose answer is out, and whether the child's end came before it. */
  readonly #asks = new Set<{ effect: string; ended: boolean }>()

  constructor(env: Env, sql: Sql, privacy: Privacy) {
    this.#env = env
    this.#sql = sql
    this.#privacy = privacy
  }

  async start(effect: string, { loop, attempt, personal, ...call }: ChildCall): Promise<Executed> {
    const { shard, child } = this.#place(effect, loop, attempt)
    const ask = this.#asking(effect)
    const of = call.parent.run
    const given = handing(personal, call)
    // A child that is known to have started before the erasure was looked through with all others.
    const mayInherit = given.handed !== undefined && child === null
    const toForget = mayInherit && this.#privacy.isToForget(of)
    try {
      const answer = await shardOf(this.#env, loop, shard).startChild(
        toForget ? { ...given, toForget } : given,
      )
      if (!answer.ok) return refused(loop, answer.refusal)
      const { run, end } = answer.value
      // The erasure may have come while the child was asked for.
      if (mayInherit && !toForget && this.#privacy.isToForget(of)) await this.#bequeath(run)
      this.#sql.run('UPDATE children SET child = ? WHERE effect = ?', run, effect)
      return end === null || ask.ended ? 'answered-later' : resultOf(run, this.takeOver(of, personal, end))
    } catch (error) {
      log('warn', 'child.not-asked', { effect, loop, ...describeBug(error) })
      return 'try-again'
    } finally {
      this.#asks.delete(ask)
    }
  }

  /** Cancels an effect's child. One that was never started never will be. */
  async cancel(effect: string, compensate: boolean, { run: of, personal }: LiveRun): Promise<Executed> {
    const row = this.#row(effect)
    if (!row) return neverStarted
    const ask = this.#asking(effect)
    try {
      const cancelled = await shardOf(this.#env, row.loop, row.shard).cancelChild(effect, compensate)
      if (!cancelled) return neverStarted
      const { run, end } = cancelled
      return end === null || ask.ended ? 'answered-later' : resultOf(run, this.takeOver(of, personal, end))
    } finally {
      this.#asks.delete(ask)
    }
  }

  /**
   * A child's end with the values that its parent hides itself. To a parent that hides nothing tokens are all that comes; one that takes
   * what is to be forgotten forgets it as well.
   */
  takeOver(
    parent: string,
    personal: PersonalValues | null,
    { handed, toForget, ...end }: ChildEnd,
  ): ChildEnd {
    if (!personal || !handed) return end
    if (toForget) this.#privacy.inherit(parent)
    return { ...end, body: personal.takeOver(end.body, handed) }
  }

  /** A run was handed values of one that is to be forgotten: it forgets them once it has ended, and so do its children. */
  async inherit(run: string): Promise<void> {
    this.#privacy.inherit(run)
    await Promise.all(this.of(run).map((child) => this.#bequeath(child.run)))
  }

  async #bequeath(child: string): Promise<void> {
    const place = placeOfRun(child, this.#env.workspace)
    if (!place) throw new Error('A child is a run')
    await shardOf(this.#env, place.loop, place.shard).privacy('inherit', { run: child })
  }

  /** Takes note that a child's end came from its shard: an answer that is still out need not tell it again. */
  noteEnd(effect: string, child: string): void {
    for (const ask of this.#asks) if (ask.effect === effect) ask.ended = true
    this.#sql.run('UPDATE children SET child = ? WHERE effect = ? AND child IS NULL', child, effect)
  }

  /** The attempt in which an effect's child was asked for. */
  attemptOf(effect: string): number {
    return this.#row(effect)?.attempt ?? 1
  }

  /** The child runs of a run, in the order of their effects. */
  of(run: string): z.infer<typeof ChildRun>[] {
    // After the slash of an effect's id comes nothing that sorts behind a zero.
    const query =
      'SELECT * FROM children WHERE effect > ? AND effect < ? AND child IS NOT NULL ORDER BY effect'
    return this.#sql.all<Row>(query, `${run}/`, `${run}0`).flatMap(({ effect, child }) => {
      const step = parseEffectId(run, effect)?.step
      return child === null || step === undefined ? [] : [{ step, run: child }]
    })
  }

  #asking(effect: string) {
    const ask = { effect, ended: false }
    this.#asks.add(ask)
    return ask
  }

  #row(effect: string): Row | undefined {
    return this.#sql.first<Row>('SELECT * FROM children WHERE effect = ?', effect)
  }

  #place(effect: string, loop: string, attempt: number): Pick<Row, 'shard' | 'child'> {
    const known = this.#row(effect)
    if (known?.attempt === attempt) return known
    const query = `INSERT INTO children VALUES (?, ?, ?, ?, NULL)
      ON CONFLICT (effect) DO UPDATE SET attempt = excluded.attempt`
    const shard = known?.shard ?? someShardOf(this.#env, loop)
    this.#sql.run(query, effect, loop, shard, attempt)
    return { shard, child: known?.child ?? null }
  }
}

/** What is personal to the parent is so to its child, whatever the child’s loop looks for. */
function handing(
  personal: PersonalValues | null,
  { input, ...call }: { input: Json; parent: Parent; trace: string },
): ChildRequest {
  const handed = personal?.handedWith(input) ?? []
  return handed.length > 0 ? { ...call, input, handed } : { ...call, input }
}

const neverStarted = failedBefore('child', 'The child run was cancelled before it was started.')

/** How a child ended, as the result of the step that it is. */
export function resultOf(run: string, { outcome, body, message, stands, ...spent }: ChildEnd): EffectResult {
  if (outcome === 'succeeded') return { ok: true, output: { run, outcome, body }, ...spent }
  const why = message === '' ? '' : `: ${message}`
  const text = `The child run ${run} ended ${outcome}${why}`
  return {
    ok: false,
    error: { class: 'child', message: text, retryable: false, mayHaveHappened: stands },
    ...spent,
  }
}

function refused(loop: string, { code, detail, errors = [], headers = {} }: Refusal): EffectResult {
  switch (code) {
    case 'queue-full': {
      const seconds = Number(headers['retry-after'] ?? 1)
      const message = `The loop “${loop}” takes no run now: ${detail}`
      const error = { class: 'http', message, status: 429, retryable: true, mayHaveHappened: false } as const
      return { ok: false, error: { ...error, retryAfterMs: seconds * 1000 } }
    }
    case 'input-invalid':
    case 'input-rejected': {
      const places = errors.map(({ pointer, message }) => `${pointer || 'the input'}: ${message}`)
      const message = `The loop “${loop}” does not take this input. ${places.join('; ') || detail}`
      return failedBefore('schema', message)
    }
    case 'body-too-large':
      return failedBefore('limit', `The loop “${loop}” does not take this input. ${detail}`)
    case 'conflict':
      return failedBefore('child', detail)
    case 'loop-not-found':
      return failedBefore('configuration', `There is no loop “${loop}”.`)
    default:
      return failedBefore('configuration', `The loop “${loop}” can’t be run. ${detail}`)
  }
}
