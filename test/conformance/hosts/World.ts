import type { ServerResponse } from 'node:http'
import type { MockedAnswer } from '../../../shared/graph/mock.ts'
import type { Json } from '../../../shared/json.ts'
import type { TrialMock } from '../../../shared/sim/trial.ts'
import { sampleProposal } from '../../../shared/sim/trialWorld.ts'
import { verifierContract } from '../../../shared/verify/contract.ts'
import { answerJson, HttpTarget, type TargetRequest } from '../../support/httpTarget.ts'

/**
 * A request that waits for its answer: of an action, of its probe (`<action>.probe`), of an external planner, by its node, or of an external
 * checker, by its verifier and check.
 */
type Open = { key: string; body: string; dueAt: number; mock: MockedAnswer; response: ServerResponse }

type Answer = { delayMs: number; mock: MockedAnswer }

const usual: Answer = { delayMs: 100, mock: { answers: 'sample' } }

/** What one run sees of the target: its requests wait until it is their turn in the scenario's own time. */
export class RunWorld {
  readonly #mocks: Readonly<Record<string, TrialMock>>
  readonly #failures = new Map<string, number>()
  readonly #asked = new Map<string, number>()
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

  get keys(): string[] {
    return this.#open.map(({ key }) => key)
  }

  /** How many requests wait whose sender waits, too. */
  waiting(key: string): number {
    return this.#open.filter((open) => open.key === key && !open.response.destroyed).length
  }

  take(key: string, body: string, response: ServerResponse): void {
    const { delayMs, mock } = this.#mockOf(key)
    this.#open.push({ key, body, dueAt: this.#now + delayMs, mock, response })
    response.on('close', () => this.#changed())
    this.#changed()
  }

  #mockOf(key: string): Answer {
    const probe = this.#mocks[key.replace(/\.probe$/, '')]?.probe
    if (key.endsWith('.probe') && probe !== undefined)
      return { delayMs: usual.delayMs, mock: { answers: 'value', value: probe } }
    const set = this.#mocks[key]
    if (!set) return usual
    const { mock, delayMs } = set
    if (mock.answers !== 'series') return { mock, delayMs }
    const turn = this.#asked.get(key) ?? 0
    this.#asked.set(key, turn + 1)
    return mock.each[Math.min(turn, mock.each.length - 1)] ?? usual
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

  #answerOf({ key, mock, body }: Open): [number, unknown] {
    if (mock.answers === 'failure') {
      const failed = this.#failures.get(key) ?? 0
      if (mock.times === null || failed < mock.times) {
        this.#failures.set(key, failed + 1)
        return [mock.status, { error: 'as asked' }]
      }
    }
    if (mock.answers === 'value') return httpAnswer(mock.value)
    return [200, sampleFor(key, body)]
  }
}

/** What is answered where nothing is said of it. */
function sampleFor(key: string, body: string): unknown {
  if (key === 'plan') return sampleProposal(JSON.parse(body) as Json)
  const isCheck = body.includes(verifierContract)
  return isCheck ? { contract: verifierContract, result: 'pass', version: 'simulated' } : {}
}

/** What is mocked of an action is its output, with the status in it; of a planner it is the body alone. */
function httpAnswer(value: Json): [number, unknown] {
  const isOutput =
    typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.status === 'number'
  return isOutput ? [Number(value.status), value.body] : [200, value]
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

  #take({ method, path, headers, body }: TargetRequest, response: ServerResponse): void {
    // Whoever only wants to know whether anybody is there.
    if (method === 'HEAD') return void response.end()
    const run = String(headers['x-run'])
    const take = () => this.#runs.get(run)?.take(path.slice(1), body, response)
    if (this.#runs.has(run)) take()
    else this.#early.set(run, [...(this.#early.get(run) ?? []), take])
  }
}
