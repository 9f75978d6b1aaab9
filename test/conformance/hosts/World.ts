import type { ServerResponse } from 'node:http'
import type { TrialMock } from '../../../shared/sim/trial.ts'
import { answerJson, HttpTarget, type TargetRequest } from '../../support/httpTarget.ts'

/** A request that waits for its answer. */
type Open = { action: string; dueAt: number; mock: TrialMock['mock']; response: ServerResponse }

const usual: TrialMock = { delayMs: 100, mock: { answers: 'sample' } }

/** What one run sees of the target: its requests wait until it is their turn in the scenario's own time. */
export class RunWorld {
  readonly #mocks: Readonly<Record<string, TrialMock>>
  readonly #arrivals = new Map<string, number>()
  readonly #failures = new Map<string, number>()
  readonly #open: Open[] = []
  #now = 0
  #changed = () => {}

  constructor(mocks: Readonly<Record<string, TrialMock>>) {
    this.#mocks = mocks
  }

  /** Is called whenever a request comes, and whenever its sender hangs up. */
  onChange(changed: () => void): void {
    this.#changed = changed
  }

  /** How often an action was asked for. */
  arrivals(action: string): number {
    return this.#arrivals.get(action) ?? 0
  }

  take(action: string, response: ServerResponse): void {
    const { delayMs, mock } = this.#mocks[action] ?? usual
    this.#arrivals.set(action, this.arrivals(action) + 1)
    this.#open.push({ action, dueAt: this.#now + delayMs, mock, response })
    response.on('close', () => this.#changed())
    this.#changed()
  }

  /** How long from now, in the scenario's own time, the next answer comes; null when none does. */
  nextIn(): number | null {
    const next = this.#next()
    return next ? next.dueAt - this.#now : null
  }

  /** How many requests would be answered some time, and were not. */
  get unanswered(): number {
    return this.#open.filter(({ mock }) => mock.answers !== 'nothing').length
  }

  /** Gives the next answer. */
  answerNext(): void {
    const next = this.#next()
    if (!next) return
    this.#now = next.dueAt
    this.#open.splice(this.#open.indexOf(next), 1)
    const [status, body] = this.#answerOf(next)
    answerJson(next.response, status, body)
  }

  #next(): Open | undefined {
    return this.#open
      .filter(({ mock, response }) => mock.answers !== 'nothing' && !response.destroyed)
      .toSorted((a, b) => a.dueAt - b.dueAt)[0]
  }

  #answerOf({ action, mock }: Open): [number, unknown] {
    if (mock.answers === 'failure') {
      const failed = this.#failures.get(action) ?? 0
      if (mock.times === null || failed < mock.times) {
        this.#failures.set(action, failed + 1)
        return [mock.status, { error: 'as asked' }]
      }
    }
    return mock.answers === 'value' ? httpAnswer(mock.value) : [200, {}]
  }
}

function httpAnswer(value: unknown): [number, unknown] {
  if (typeof value === 'object' && value !== null && 'status' in value && 'body' in value)
    return [Number(value.status), value.body]
  throw new Error(`No answer of an HTTP target: ${JSON.stringify(value)}`)
}

/** The target of every scenario: a real HTTP server that plays the world of each run. */
export class World {
  readonly #runs = new Map<string, RunWorld>()
  /** Requests of runs whose world is not known yet: a run may be quicker than the answer that names it. */
  readonly #early = new Map<string, (() => void)[]>()
  #server: HttpTarget | undefined

  static async listen(): Promise<World> {
    const world = new World()
    world.#server = await HttpTarget.listen((request, response) => world.#take(request, response))
    return world
  }

  get origin(): string {
    return this.#server?.origin ?? ''
  }

  /** Plays these answers to a run. */
  play(run: string, mocks: Readonly<Record<string, TrialMock>>): RunWorld {
    const world = new RunWorld(mocks)
    this.#runs.set(run, world)
    for (const take of this.#early.get(run) ?? []) take()
    return world
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }

  #take({ path, headers }: TargetRequest, response: ServerResponse): void {
    const run = String(headers['x-run'])
    const action = path.slice(1)
    const take = () => this.#runs.get(run)?.take(action, response)
    if (this.#runs.has(run)) take()
    else this.#early.set(run, [...(this.#early.get(run) ?? []), take])
  }
}
