import type { RunPlan } from '../run/runTrial.ts'
import type { Until } from '../run/stops.ts'
import { stopTrial } from '../run/stopTrial.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, primaryNode } from './command.ts'

/** What runs a loop in the browser loads with the first trial. */
const trials = () => import('../run/runTrial.ts')

const canRun = (state: EditorState) => state.program !== null

export const runLoop: Command = {
  id: 'run-loop',
  title: 'Run the loop on the input',
  group: 'Try',
  keys: ['Mod+Shift+Enter'],
  scope: 'always',
  enabled: canRun,
  perform: async (state) => {
    state.showDock('try')
    const { runTrial } = await trials()
    await runTrial(state)
  },
}

const running = (run: Exclude<RunPlan['run'], 'whole'>, title: string, key: string): Command => ({
  id: `run-${run}`,
  title,
  group: 'Try',
  keys: [key],
  scope: 'canvas',
  enabled: (state) => canRun(state) && primaryNode(state) !== null,
  perform: async (state) => {
    const node = primaryNode(state)
    if (node === null) return
    state.showDock('try')
    const { runTrial } = await trials()
    await runTrial(state, { run, node })
  },
})

export const runToHere = running('to', 'Run to here', 'R')
export const runFromHere = running('from', 'Run from here', 'Shift+R')
export const runOnly = running('only', 'Run this node only', 'O')

const isStopped = ({ session, trial, tryStatus }: EditorState) =>
  session !== null && trial?.stopped != null && tryStatus.type !== 'running'

const going = (id: string, title: string, key: string, until: Until): Command => ({
  id,
  title,
  group: 'Try',
  keys: [key],
  scope: 'always',
  enabled: isStopped,
  perform: async (state) => {
    const { continueTrial } = await trials()
    await continueTrial(state, until)
  },
})

export const continueRun = going('continue-run', 'Continue the simulated run', 'F8', { type: 'end' })
export const stepRun = going('step-run', 'Step to the next node', 'F10', { type: 'step' })
export const nextIteration = going('next-iteration', 'Go to the next iteration', 'F9', { type: 'iteration' })

export const stopRun: Command = {
  id: 'stop-run',
  title: 'Stop the simulated run',
  group: 'Try',
  keys: ['Shift+F8'],
  scope: 'always',
  enabled: ({ session }) => session !== null,
  perform: stopTrial,
}
