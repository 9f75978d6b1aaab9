import type { SimulationAnswer, SimulationQuestion } from './simulationQuestion.ts'

/** Simulates a run in a worker: a long one would hold up the page, and no page but this one needs the engine that decides. */
export function simulateOffThread(question: SimulationQuestion): Promise<SimulationAnswer> {
  const worker = new Worker(new URL('./simulationWorker.ts', import.meta.url), { type: 'module' })
  return new Promise<SimulationAnswer>((resolve, reject) => {
    worker.addEventListener('message', (message: MessageEvent<SimulationAnswer>) => resolve(message.data))
    worker.addEventListener('error', (event) =>
      reject(new Error(event.message || 'The simulation could not be started.')),
    )
    worker.postMessage(question)
  }).finally(() => worker.terminate())
}
