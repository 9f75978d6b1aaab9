import type { RunEvent } from '../../../shared/engine/event.ts'
import type { EventLog } from './EventLog.ts'
import type { Subscribers } from './Subscribers.ts'

const heartbeatMs = 15_000
const pageSize = 500

type Source = { log: EventLog; subscribers: Subscribers; isEnded: () => boolean }

/**
 * A run's log from `after` on as server-sent events: what is recorded, then what happens, until the run ends. `id` is the
 * event's number, so a reader that lost the connection goes on where it was with `Last-Event-ID`.
 */
export function eventStream(run: string, after: number, source: Source): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop = () => {}
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      let last = after
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      const catchUp = () => {
        for (;;) {
          const events = source.log.read(run, last, pageSize)
          if (events.length > 0) write(events.map(frame).join(''))
          last = events.at(-1)?.seq ?? last
          if (events.length < pageSize) return
        }
      }
      write(': open\n\n')
      catchUp()
      if (source.isEnded()) {
        write('event: end\ndata: {}\n\n')
        controller.close()
        return
      }
      const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
      const unfollow = source.subscribers.follow(run, (_, ended) => {
        catchUp()
        if (!ended) return
        write('event: end\ndata: {}\n\n')
        stop()
        controller.close()
      })
      stop = () => {
        clearInterval(heartbeat)
        unfollow()
      }
    },
    cancel() {
      stop()
    },
  })
}

const frame = (event: RunEvent) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`
