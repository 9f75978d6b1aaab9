import type { Program } from '../../../shared/compile/program.ts'
import type { Expectations } from '../../../shared/graph/case.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import type { Trial as Question } from '../../../shared/sim/trial.ts'
import type { Playback } from '../../replay/playback.ts'
import { type Breakpoints, noBreakpoints, type Stopped } from '../run/stops.ts'
import type { TrialPort } from '../run/trialPort.ts'
import type { Slice } from './editorState.ts'

/** How a simulated action answers. Mocks live in the editor only, never in the graph. */
export type Mock =
  | { answers: 'sample' }
  /** JSON as typed. */
  | { answers: 'value'; text: string }
  /** Fails that often, then answers as usual; `times` null fails always. */
  | { answers: 'failure'; status: number; times: number | null }
  | { answers: 'nothing' }
  /** One answer after another, as JSON as typed: a list of `{ delayMs, mock }`. */
  | { answers: 'series'; text: string }
/** `probe` is what the action's probe answers, as JSON as typed. `pinned`: it was brought in a run, and is brought again. */
export type ActionMock = { mock: Mock; delayMs: number; probe?: string; pinned?: true }

/** What people decide in a simulation. */
export type Decision = 'grant' | 'deny' | 'none'

/** A simulated run: exactly what was run, and its log to play; where the call was refused, why, and by which code. */
export type Trial = {
  program: Program
  question: Question
  playback: Playback
  rejection: string | null
  refused: NonNullable<Expectations['refused']> | null
  /** Where it stands still; null once it is over. */
  stopped: Stopped | null
}

/** A recorded run whose values the inspector shows. */
export type ShownRun = { run: string; program: Program; playback: Playback }

export type BreakpointAt = { at: 'node' | 'edge'; id: string }

export type TrySlice = {
  /** The input as typed; null until somebody looks, then a sample. */
  tryInput: string | null
  mocks: Readonly<Record<string, ActionMock>>
  decision: Decision
  /** What people say who send back what they are asked first; null when they don't. */
  sendsBack: string | null
  trial: Trial | null
  /** Shown instead of what was tried; null for that, or samples. */
  shownRun: ShownRun | null
  tryStatus: { type: 'idle' } | { type: 'running' } | { type: 'failed'; message: string }
  /** The trial under way, which goes on from where it stands. */
  session: TrialPort | null
  breakpoints: Breakpoints
  /** CEL expressions whose values are shown at each moment of a trial, as typed. */
  watches: readonly string[]
  /** The policies of the workspace, which a trial is held to as well; null as long as they are not known. */
  policySet: PolicySet | null
  setPolicySet: (set: PolicySet) => void
  setTryInput: (text: string) => void
  setMock: (action: string, mock: ActionMock | null) => void
  clearMocks: () => void
  setSession: (session: TrialPort | null) => void
  toggleBreakpoint: (point: BreakpointAt) => void
  clearBreakpoints: () => void
  setWatches: (watches: readonly string[]) => void
  setDecision: (decision: Decision) => void
  setSendsBack: (feedback: string | null) => void
  setTrial: (trial: Trial | null) => void
  setShownRun: (run: ShownRun | null) => void
  setTryStatus: (status: TrySlice['tryStatus']) => void
}

export const createTrySlice: Slice<TrySlice> = (set) => ({
  tryInput: null,
  mocks: {},
  decision: 'grant',
  sendsBack: null,
  trial: null,
  shownRun: null,
  tryStatus: { type: 'idle' },
  session: null,
  breakpoints: noBreakpoints,
  watches: [],
  policySet: null,
  setPolicySet: (policySet) => set({ policySet }),
  setTryInput: (tryInput) => set({ tryInput }),
  setMock: (action, mock) =>
    set(({ mocks }) => {
      const others = Object.fromEntries(Object.entries(mocks).filter(([id]) => id !== action))
      return { mocks: mock ? { ...others, [action]: mock } : others }
    }),
  clearMocks: () => set({ mocks: {} }),
  setSession: (session) => set({ session }),
  toggleBreakpoint: ({ at, id }) =>
    set(({ breakpoints: { nodes, edges } }) => ({
      breakpoints:
        at === 'node' ? { nodes: toggled(nodes, id), edges } : { nodes, edges: toggled(edges, id) },
    })),
  clearBreakpoints: () => set({ breakpoints: noBreakpoints }),
  setWatches: (watches) => set({ watches }),
  setDecision: (decision) => set({ decision }),
  setSendsBack: (sendsBack) => set({ sendsBack }),
  // What was tried just now is what the builder wants to see.
  setTrial: (trial) => set({ trial, shownRun: null }),
  setShownRun: (shownRun) => set({ shownRun }),
  setTryStatus: (tryStatus) => set({ tryStatus }),
})

const toggled = (ids: readonly string[], id: string) =>
  ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
