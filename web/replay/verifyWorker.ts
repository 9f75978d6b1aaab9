import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { verifyRun } from './verifyRun.ts'

// A web worker: it takes one log, answers with its verification, and is then terminated by who started it.
self.addEventListener('message', (message: MessageEvent<{ events: RunEvent[]; program: Program | null }>) => {
  self.postMessage(verifyRun(message.data.events, message.data.program))
})
