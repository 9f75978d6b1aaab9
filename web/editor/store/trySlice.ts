import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import type { Slice } from './editorState.ts'

/** What a simulated action answers instead of the real target. Mocks live in the editor only, never in the graph. */
export type Mock =
  | { type: 'schema' }
  | { type: 'value'; text: string }
  | { type: 'failure'; status: number; times: number }
export type ActionMock = { answer: Mock; delayMs: number }

/** A simulated run: exactly what was run, and its log. */
export type Trial = { graph: Graph; program: Program; events: readonly RunEvent[]; input: Json }

export type TrySlice = {
  /** The input as typed. */
  tryInput: string
  mocks: Readonly<Record<string, ActionMock>>
  trial: Trial | null
  tryStatus: { type: 'idle' } | { type: 'running' } | { type: 'failed'; message: string }
  setTryInput: (text: string) => void
  setMock: (action: string, mock: ActionMock | null) => void
  setTrial: (trial: Trial | null) => void
  setTryStatus: (status: TrySlice['tryStatus']) => void
}

export const createTrySlice: Slice<TrySlice> = (set) => ({
  tryInput: '',
  mocks: {},
  trial: null,
  tryStatus: { type: 'idle' },
  setTryInput: (tryInput) => set({ tryInput }),
  setMock: (action, mock) =>
    set(({ mocks }) => {
      const others = Object.fromEntries(Object.entries(mocks).filter(([id]) => id !== action))
      return { mocks: mock ? { ...others, [action]: mock } : others }
    }),
  setTrial: (trial) => set({ trial }),
  setTryStatus: (tryStatus) => set({ tryStatus }),
})
