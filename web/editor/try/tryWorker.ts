import type { Trial } from '../../../shared/sim/trial.ts'
import { simulateTrial, type TrialAnswer } from './simulateTrial.ts'

addEventListener('message', ({ data }: MessageEvent<Trial>) => {
  postMessage(simulateTrial(data) satisfies TrialAnswer)
})
