import { z } from 'zod'
import { BaselineRecord } from '../../../shared/api/baselines.ts'
import { EventPage, RunDetail } from '../../../shared/api/runs.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Effect } from '../../../shared/engine/effect.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { evolve } from '../../../shared/engine/evolve.ts'
import { pending } from '../../../shared/engine/pending.ts'
import { initialState, type RunState } from '../../../shared/engine/state.ts'
import { checkKey, plannerKey } from '../../../shared/sim/mockKeys.ts'
import { amendmentFor, isAwaited, type TrialAmendment, type TrialCommand } from '../../../shared/sim/trial.ts'
import type { Observations } from '../../../shared/verify/drift/makeBaseline.ts'
import type { Api } from '../../support/api.ts'
import { followRun } from '../../support/followRun.ts'
import type { Played } from '../expected.ts'
import type { Scenario } from '../scenario.ts'
import { forkReason, heldTo } from './compiled.ts'
import type { RunWorld, World } from './World.ts'

/** A server to play on: the administrator, the people who decide, and the world. */
export type Stage = { api: Api; people: readonly Api[]; world: World }

/** Publishes a scenario's loop and plays it to its end. */
export async function playOnServer(stage: Stage, scenario: Scenario): Promise<Played> {
  const { name, graph, input, baselines = {} } = scenario
  await ok(stage.api.send('POST', '/api/loops', { name, graph }))
  for (const [baseline, fields] of Object.entries(baselines)) await approve(stage, name, baseline, fields)
  await ok(stage.api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: 'First' }))
  const started = await stage.api.send('POST', `/hooks/${name}`, input, { prefer: 'respond-async' })
  const answer: unknown = await started.json()
  if (!started.ok) return { refused: problemCode(answer) }
  const { run } = RunDetail.parse(answer)
  const log = await new Player(stage, scenario, run).play()
  const { forkAt } = scenario
  if (forkAt === undefined) return { log }
  const body = { iteration: forkAt, reason: forkReason }
  const forked = RunDetail.parse(await (await stage.api.send('POST', `/api/runs/${run}/fork`, body)).json())
  return { log: await new Player(stage, scenario, forked.run).play() }
}

/** Somebody proposes a baseline, and somebody else approves it. */
async function approve({ api, people }: Stage, loop: string, name: string, fields: Observations) {
  const path = `/api/loops/${loop}/baselines`
  const proposed = await api.send('POST', path, { name, from: { type: 'values', fields } })
  const { version, digest } = BaselineRecord.parse(await proposed.json())
  const decision = { decision: 'approve', digest }
  await ok(people[0]?.send('POST', `${path}/${name}/${version}/decision`, decision))
}

/**
 * Plays a world to a run on a server in the order of the scenario's own time, however long anything takes in real time: an answer
 * is given when everything that the run owes has arrived at the target, when it is the next, and when no timer comes first.
 */
class Player {
  readonly #stage: Stage
  readonly #scenario: Scenario
  readonly #program: Program
  readonly #run: string
  readonly #world: RunWorld
  readonly #log: RunEvent[] = []
  readonly #waiting: TrialCommand[]
  readonly #decided = new Set<string>()
  readonly #amendments: TrialAmendment[]
  #state: RunState = initialState
  #looked = 0
  #wake = () => {}

  constructor(stage: Stage, scenario: Scenario, run: string) {
    this.#stage = stage
    this.#scenario = scenario
    this.#program = heldTo(scenario)
    this.#run = run
    this.#world = stage.world.play(run, scenario.mocks)
    this.#waiting = [...(scenario.commands ?? [])]
    this.#amendments = [...(scenario.amendments ?? [])]
  }

  async play(): Promise<RunEvent[]> {
    this.#world.onChange(() => this.#wake())
    await Promise.all([this.#follow(), this.#drive()])
    await this.#windUp()
    return this.#log
  }

  async #drive(): Promise<void> {
    while (this.#state.status !== 'ended') {
      const change = this.#nextChange()
      if (!(await this.#act())) await change
    }
  }

  #nextChange(): Promise<void> {
    return new Promise((done) => {
      this.#wake = done
    })
  }

  async #follow(): Promise<void> {
    for await (const event of followRun(this.#stage.api, this.#run)) {
      this.#take(event)
      this.#wake()
    }
  }

  #take(event: RunEvent): void {
    this.#log.push(event)
    this.#state = evolve(this.#state, event)
  }

  /** Does one thing that is due; false when everything waits for the run. */
  async #act(): Promise<boolean> {
    const event = this.#log[this.#looked]
    if (event) {
      this.#looked += 1
      await this.#obey(event)
      return true
    }
    if (await this.#decide()) return true
    if (!this.#haveAllArrived() || this.#timerComesFirst()) return false
    return this.#answer()
  }

  /** Sends the operator's next command when it is time. */
  async #obey(event: RunEvent): Promise<void> {
    const [next] = this.#waiting
    if (!next || !isAwaited(next, event)) return
    this.#waiting.shift()
    const { type, by: _by, ...body } = next.send
    const resource = type === 'signal' ? 'signals' : type
    const before = this.#log.length
    await ok(this.#stage.api.send('POST', `/api/runs/${this.#run}/${resource}`, body))
    await this.#untilRecorded(before)
  }

  /** People decide, each once, as the scenario says. */
  async #decide(): Promise<boolean> {
    const { decision } = this.#scenario
    if (this.#state.status !== 'active') return false
    const open = this.#state.approvals.find(({ id, status }) => status === 'open' && !this.#decided.has(id))
    if (!open) return false
    this.#decided.add(open.id)
    const path = `/api/runs/${this.#run}/approvals/${open.id}`
    const { digest } = open.subject
    const amendment = this.#amendments.shift()
    if (amendment) {
      const body = { ...amendmentFor(this.#state, amendment), digest }
      await ok(this.#stage.people[1]?.send('POST', path, body))
      return true
    }
    if (decision === 'none') return false
    // One denial denies.
    for (const person of this.#stage.people.slice(0, decision === 'deny' ? 1 : open.need)) {
      await ok(person.send('POST', path, { decision, digest }))
    }
    return true
  }

  async #answer(): Promise<boolean> {
    if (this.#world.nextIn() === null) return false
    const before = this.#log.length
    this.#world.answerNext()
    await this.#untilRecorded(before)
    return true
  }

  async #untilRecorded(before: number): Promise<void> {
    while (this.#log.length <= before) await this.#nextChange()
  }

  /** Whether what the run owes, as far as its log is known here, is what waits at the target. */
  #haveAllArrived(): boolean {
    const owed = pending(this.#program, this.#state).flatMap((effect) => this.#keyAtTarget(effect) ?? [])
    const keys = new Set([...owed, ...this.#world.keys])
    return [...keys].every((key) => this.#world.waiting(key) === owed.filter((each) => each === key).length)
  }

  /** Under which key an effect comes to the target; null when it does not. */
  #keyAtTarget(effect: Effect): string | null {
    switch (effect.kind) {
      case 'action':
      case 'compensation':
        return this.#program.actions[effect.action]?.call.uses === 'http' ? effect.action : null
      case 'probe':
        return `${effect.action}.probe`
      case 'plan':
        return plannerKey(effect.planner, effect.member)
      case 'check':
        return effect.request.type === 'http' ? checkKey(effect.verifier, effect.check) : null
      default:
        return null
    }
  }

  /** Whether something else happens by itself before the next answer is due. */
  #timerComesFirst(): boolean {
    const answerIn = this.#world.nextIn() ?? 0
    return pending(this.#program, this.#state).some(
      (effect) => effect.kind === 'timer' && effect.at - Date.now() < answerIn,
    )
  }

  /** After the end: each call that is still open comes in late, answered or hung up on, and what was lent is given back. */
  async #windUp(): Promise<void> {
    const open = this.#world.unanswered
    const late = () => this.#log.filter(({ type }) => type === 'step.late').length
    while (late() < open || pending(this.#program, this.#state).length > 0) {
      this.#world.answerNext()
      await this.#readOn()
    }
  }

  async #readOn(): Promise<void> {
    const path = `/api/runs/${this.#run}/events?after=${this.#log.length}`
    for (const event of (await this.#stage.api.get(path, EventPage)).events) this.#take(event)
  }
}

/** The code at the end of a problem's type. */
function problemCode(problem: unknown): string {
  const { type } = z.object({ type: z.string() }).parse(problem)
  return type.split('/').at(-1) ?? ''
}

async function ok(sent: Promise<Response> | undefined): Promise<void> {
  const response = await sent
  if (!response) throw new Error('There is nobody to send it')
  if (!response.ok)
    throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(await response.json())}`)
}
