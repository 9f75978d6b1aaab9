import { type Advance, TrialSession } from './TrialSession.ts'
import type { ToTrial } from './trialPort.ts'

let session: TrialSession | null = null

addEventListener('message', ({ data }: MessageEvent<ToTrial>) => {
  if (data.type === 'open') session = new TrialSession(data.opening)
  else if (session) postMessage(session.go(data.ask) satisfies Advance)
})
