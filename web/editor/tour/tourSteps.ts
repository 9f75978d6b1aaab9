import { showTry } from '../commands/panes.ts'
import type { EditorState } from '../store/editorState.ts'
import type { TourPlace } from '../store/tourSlice.ts'

export type TourStep = {
  title: string
  text: string
  /** Does the step's first move for who asks for it. */
  show?: { label: string; perform: (state: EditorState) => unknown }
  /** Whether the builder has done it since the step began; a step without is read and left by its button. */
  isDone?: (state: EditorState, since: TourPlace) => boolean
}

const plannerOf = ({ graph }: EditorState) => graph.nodes.find((node) => node.kind === 'planner')

/** The tour: what a loop is, then a change and a run that the builder makes. Two minutes when it is read word by word. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'This loop runs',
    text: 'A call enters on the left. The planner picks actions, the verifier checks what they did, and the way back below leads to the next iteration.',
  },
  {
    title: 'Select the planner',
    text: 'Click it, or walk there with the arrow keys. What it decides stands in the inspector on the right.',
    show: {
      label: 'Show me',
      perform: (state) => {
        const planner = plannerOf(state)
        if (!planner) return
        state.select({ nodes: [planner.id] })
        state.canvas?.reveal([planner.id])
      },
    },
    isDone: (state) => state.selection.nodes.at(-1) === plannerOf(state)?.id,
  },
  {
    title: 'Change something',
    text: 'Give the planner another title, or change any other field. It is saved as you type, and Undo brings it back.',
    show: {
      label: 'Go to its title',
      perform: (state) => state.goTo(plannerOf(state)?.id ?? null, '/title'),
    },
    isDone: (state, since) => state.graph !== since.graph,
  },
  {
    title: 'Run it here',
    text: 'Open Try and run the loop on the sample input. The engine is the one that runs in production; no service is called.',
    show: { label: 'Open Try', perform: (state) => showTry.perform(state) },
    isDone: (state, since) => state.trial !== null && state.trial !== since.trial,
  },
  {
    title: 'See what happened',
    text: 'Drag the scrubber: the canvas shows each moment of the run. Publish makes this draft the version that calls reach; until then nobody notices.',
  },
]
