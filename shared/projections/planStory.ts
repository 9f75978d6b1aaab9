import type { EventOf, RunEvent } from '../engine/event.ts'
import type { Plan } from '../engine/plan.ts'
import { upcastPlan } from '../engine/upcast.ts'
import { diffPlans, type PlanDiff } from './planDiff.ts'

/** One ask of a planner: what it was told, what external planners answered, and why its plan was rejected. */
export type PlanAsk = {
  ask: number
  seq: number
  feedback: readonly string[]
  answers: readonly EventOf<'plan.answered'>['data'][]
  rejected: EventOf<'plan.rejected'>['data'] | null
}

/** The plan that stands at a moment of a log, where it came from, and how it differs from the one before. */
export type PlanStory = {
  planner: string
  iteration: number
  plan: Plan | null
  adopted: boolean
  parent: Plan | null
  diff: PlanDiff | null
  asks: readonly PlanAsk[]
  /** The assumptions that were looked at, in order. */
  assumptions: readonly EventOf<'assumption.checked'>['data'][]
}

type Draft = {
  story: Omit<PlanStory, 'asks' | 'assumptions'>
  asks: { -readonly [K in keyof PlanAsk]: PlanAsk[K] }[]
  assumptions: EventOf<'assumption.checked'>['data'][]
  answers: EventOf<'plan.answered'>['data'][]
}

/** What is known of the planning of the iteration under way after `count` events; null before the first. */
export function planStory(events: readonly RunEvent[], count: number): PlanStory | null {
  const from = startOf(events, count)
  const first = events[from]
  if (first?.type !== 'iteration.started') return null
  const draft: Draft = {
    story: {
      planner: first.data.planner,
      iteration: first.data.iteration,
      plan: null,
      adopted: false,
      parent: null,
      diff: null,
    },
    asks: [],
    assumptions: [],
    answers: [],
  }
  for (const event of events.slice(from, count)) add(draft, event)
  const { plan } = draft.story
  const parent = plan === null || plan.parent === null ? null : planOf(events, plan.parent, count - 1)
  return {
    ...draft.story,
    parent,
    diff: plan && parent ? diffPlans(parent, plan) : null,
    asks: draft.asks,
    assumptions: draft.assumptions,
  }
}

function startOf(events: readonly RunEvent[], count: number): number {
  for (let place = count - 1; place >= 0; place -= 1)
    if (events[place]?.type === 'iteration.started') return place
  return -1
}

/** The plan of that version, looked for backwards from a place: it is close. */
function planOf(events: readonly RunEvent[], version: number, before: number): Plan | null {
  for (let place = before; place >= 0; place -= 1) {
    const event = events[place]
    if (event?.type === 'plan.proposed' && event.data.plan.version === version)
      return upcastPlan(event.data.plan)
  }
  return null
}

function add(draft: Draft, event: RunEvent): void {
  const { story, asks, answers } = draft
  const last = asks.at(-1)
  if (event.type === 'plan.requested') {
    answers.length = 0
    const { ask = 1, feedback = [] } = event.data
    asks.push({ ask, seq: event.seq, feedback, answers: [], rejected: null })
  } else if (event.type === 'plan.answered') {
    answers.push(event.data)
    if (last) last.answers = [...answers]
  } else if (event.type === 'plan.proposed') {
    story.plan = upcastPlan(event.data.plan)
    story.adopted = false
  } else if (event.type === 'plan.rejected') {
    if (last) last.rejected = event.data
  } else if (event.type === 'plan.adopted') {
    story.adopted = true
  } else if (event.type === 'assumption.checked') {
    draft.assumptions.push(event.data)
  }
}
