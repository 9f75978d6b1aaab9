import { runCase } from '../../../shared/cases/runCases.ts'
import type { TestAnswer, TestQuestion } from './runTests.ts'

addEventListener('message', ({ data: { program, cases, policySet } }: MessageEvent<TestQuestion>) => {
  for (const test of cases) postMessage(runCase(program, test, policySet) satisfies TestAnswer)
})
