import { answerSelfTest } from './answerSelfTest.ts'
import type { SelfTestQuestion } from './runSelfTest.ts'

addEventListener('message', ({ data }: MessageEvent<SelfTestQuestion>) => {
  postMessage(answerSelfTest(data))
})
