import { RunEvent } from '../../shared/engine/event.ts'
import type { Api } from './api.ts'

/** A run's events as they happen, from the first on, until the run ends. */
export async function* followRun(api: Api, run: string, after = 0): AsyncGenerator<RunEvent, void> {
  const path = `/api/runs/${run}/events?after=${after}`
  const response = await api.send('GET', path, undefined, { accept: 'text/event-stream' })
  if (!response.ok || !response.body) throw new Error(`${path} answered ${response.status}`)
  let text = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const frames = `${text}${chunk}`.split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) {
      if (frame.startsWith('event: end')) return
      const data = /^data: (.*)$/m.exec(frame)?.[1]
      if (data !== undefined) yield RunEvent.parse(JSON.parse(data))
    }
  }
  throw new Error(`The stream of ${run} ended before the run did`)
}

/** The whole log of a run, once it has ended. */
export async function logToEnd(api: Api, run: string): Promise<RunEvent[]> {
  const log: RunEvent[] = []
  for await (const event of followRun(api, run)) log.push(event)
  return log
}
