import { simulateTrial, type TrialAnswer, type TrialQuestion } from './simulateTrial.ts'

addEventListener('message', ({ data }: MessageEvent<TrialQuestion>) => {
  postMessage(simulateTrial(data) satisfies TrialAnswer)
})
