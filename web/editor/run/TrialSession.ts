import type { RunEvent } from '../../../shared/engine/event.ts'
import { evolve } from '../../../shared/engine/evolve.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import type { Expectations } from '../../../shared/graph/case.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { type Trial, type TrialMock, trialEvents } from '../../../shared/sim/trial.ts'
import { rejectionText } from './rejectionText.ts'
import { type Breakpoints, createStopWatch, type Stopped, type Until } from './stops.ts'

/** What is tried, on which graph: it tells where breakpoints are. */
export type Opening = { trial: Trial; graph: Graph }

/** How far to go now. The mocks are those of now: what is changed while a run stands still holds from there on. */
export type Ask = { until: Until; breakpoints: Breakpoints; mocks: Readonly<Record<string, TrialMock>> }

/** What happened on the way. */
export type Advance = {
  events: RunEvent[]
  /** Null where the run is over, or nothing is to come. */
  stopped: Stopped | null
  /** Why the input was refused, in words. */
  rejection: string | null
  refused: NonNullable<Expectations['refused']> | null
}

/** A trial under way, with the production engine: it goes on as far as it is asked to, and stands still between. */
export class TrialSession {
  readonly #graph: Graph
  readonly #trial: Trial
  readonly #mocks: Record<string, TrialMock>
  readonly #run: ReturnType<typeof trialEvents>
  #state: RunState

  constructor({ trial, graph }: Opening) {
    this.#graph = graph
    this.#mocks = { ...trial.mocks }
    this.#trial = { ...trial, mocks: this.#mocks }
    this.#run = trialEvents(this.#trial)
    this.#state = replay(trial.from?.events ?? [])
  }

  go({ until, breakpoints, mocks }: Ask): Advance {
    for (const key of Object.keys(this.#mocks)) delete this.#mocks[key]
    Object.assign(this.#mocks, mocks)
    const watch = createStopWatch(this.#graph, this.#trial.program, this.#state, until, breakpoints)
    const events: RunEvent[] = []
    for (let next = this.#run.next(); ; next = this.#run.next()) {
      if (next.done) {
        const rejection = next.value ?? null
        const code = rejection?.code
        const refused = code === 'input-invalid' || code === 'input-rejected' ? code : null
        return { events, stopped: null, rejection: rejectionText(rejection), refused }
      }
      const event = next.value
      events.push(event)
      this.#state = evolve(this.#state, event)
      const stopped = this.#state.status === 'ended' ? null : watch(this.#state, event)
      if (stopped) return { events, stopped, rejection: null, refused: null }
    }
  }
}
