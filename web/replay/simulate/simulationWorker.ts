import { simulateRun } from '../../../shared/cases/simulateRun.ts'
import type { SimulationQuestion } from './simulationQuestion.ts'

// A web worker: it takes one run, answers with its simulation, and is then terminated by who started it.
self.addEventListener('message', (message: MessageEvent<SimulationQuestion>) => {
  self.postMessage(simulateRun(...message.data))
})
