import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { answerJson, HttpTarget, type TargetRequest } from '../httpTarget.ts'
import { cellOf, hostPoint, pathOf } from './matrix.ts'

/** A request on record: what it was, whether it changed anything, and whether it was answered. */
export type Received = { path: string; key: string | null; applied: boolean; answered: boolean }

const FaultReport = z.object({ point: z.string(), effect: z.string() })

/**
 * The target of the crash matrix, and the listener of the host's fault points. It carries out each request, records it, and
 * leaves a run that has come to its cell's point without an answer until the server is killed.
 */
export class CrashTarget {
  readonly received: Received[] = []
  /** Whether runs are held at their points. */
  holding = true
  readonly #held = new Set<string>()
  readonly #keys = new Map<string, number>()
  readonly #things = new Set<string>()
  readonly #lookers = new Set<() => void>()
  #server: HttpTarget | undefined

  static async listen(): Promise<CrashTarget> {
    const target = new CrashTarget()
    target.#server = await HttpTarget.listen((request, response) => target.#take(request, response))
    return target
  }

  get origin(): string {
    return this.#server?.origin ?? ''
  }

  /** The requests of one effect, in the order in which they came. */
  at(path: string): Received[] {
    return this.received.filter((each) => each.path === path)
  }

  /** Resolves when each of the runs has come to its point. Then nothing of them moves any more. */
  untilHeld(runs: readonly string[]): Promise<void> {
    return this.#until(() => runs.every((run) => this.#held.has(run)))
  }

  /** Throws when one of the runs comes to its point, which it must not. */
  async neverHeld(runs: readonly string[]): Promise<never> {
    const held = () => runs.find((run) => this.#held.has(run))
    await this.#until(() => held() !== undefined)
    throw new Error(`${held()} came to its point again, although it can’t be repeated safely`)
  }

  #until(isSo: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = () => {
        if (!isSo()) return
        this.#lookers.delete(look)
        done()
      }
      this.#lookers.add(look)
      look()
    })
  }

  /** Forgets who was held: the server is gone. */
  letGo(): void {
    this.#held.clear()
    this.#lookers.clear()
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }

  #take(request: TargetRequest, response: ServerResponse): void {
    if (request.path === '/fault') this.#atPoint(request, response)
    else this.#carryOut(request, response)
  }

  #atPoint({ body }: TargetRequest, response: ServerResponse): void {
    const report = FaultReport.parse(JSON.parse(body))
    const run = report.effect.split('/')[0] ?? ''
    const cell = cellOf(run)
    const point = cell && hostPoint(cell, run)
    const isHere = point?.effect === report.effect && point.point === report.point
    if (this.holding && isHere) this.#hold(run)
    else answerJson(response, 200, {})
  }

  #carryOut({ path, headers }: TargetRequest, response: ServerResponse): void {
    const run = path.split('/')[1] ?? ''
    const cell = cellOf(run)
    if (!cell) return answerJson(response, 404, { error: 'not of the matrix' })
    const key = typeof headers['idempotency-key'] === 'string' ? headers['idempotency-key'] : null
    const idempotency = path.startsWith(`/${run}/first`) ? cell.idempotency : 'keyed'
    if (idempotency === 'keyed' && key === null) return answerJson(response, 400, { error: 'no key' })
    const isHeld = this.holding && cell.point === 'send' && path === pathOf(cell, run)
    const applied = this.#apply(idempotency, path, key)
    this.received.push({ path, key, applied, answered: !isHeld })
    if (isHeld) return this.#hold(run)
    // So that a run whose cell is about its undo has something to undo.
    const isRefused = cell.subject === 'undo' && path === `/${run}/last`
    answerJson(response, isRefused ? 422 : 200, { done: path })
  }

  /** Whether the request changed anything: what is idempotent here is what its class promises. */
  #apply(idempotency: 'native' | 'keyed' | 'none', path: string, key: string | null): boolean {
    switch (idempotency) {
      case 'none':
        return true
      case 'keyed': {
        const uses = this.#keys.get(key ?? '') ?? 0
        this.#keys.set(key ?? '', uses + 1)
        return uses === 0
      }
      case 'native': {
        const thing = path.replace(/\/undo$/, '')
        const isThere = this.#things.has(thing)
        if (path === thing) this.#things.add(thing)
        else this.#things.delete(thing)
        return (path === thing) !== isThere
      }
    }
  }

  #hold(run: string): void {
    this.#held.add(run)
    for (const look of this.#lookers) look()
  }
}
