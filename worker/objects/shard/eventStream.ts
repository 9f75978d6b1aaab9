import type { RunEvent } from '../../../shared/engine/event.ts'
import type { EventLog } from './EventLog.ts'
import type { Subscribers } from './Subscribers.ts'

const heartbeatMs = 15_000
const pageSize = 500
/** What is held ready for a reader. */
const bufferedBytes = 65_536

type Source = {
  log: Pick<EventLog, 'read'>
  subscribers: Pick<Subscribers, 'follow'>
  isEnded: () => boolean
}

/**
 * A run's log from `after` on as server-sent events: what is recorded, then what happens, until the run ends. `id` is the
 * event's number, so a reader that lost the connection goes on where it was with `Last-Event-ID`. Only as much is read as the
 * reader takes: the log waits on the disk for one that is slow.
 */
export function eventStream(run: string, after: number, source: Source): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let last = after
  let stop = () => {}
  const pump = (controller: ReadableByteStreamController) => {
    const write = (text: string) => controller.enqueue(encoder.encode(text))
    while ((controller.desiredSize ?? 0) > 0) {
      const isEnded = source.isEnded()
      const events = source.log.read(run, last, pageSize)
      last = events.at(-1)?.seq ?? last
      if (events.length > 0) write(events.map(frame).join(''))
      if (events.length === pageSize) continue
      if (!isEnded) return
      write('event: end\ndata: {}\n\n')
      stop()
      controller.close()
      return
    }
  }
  // What is written may be asked for at once, from within.
  let isPumping = false
  const pumpOnce = (controller: ReadableByteStreamController) => {
    if (isPumping) return
    isPumping = true
    try {
      pump(controller)
    } finally {
      isPumping = false
    }
  }
  const underlying: UnderlyingByteSource = {
    type: 'bytes',
    start(controller) {
      controller.enqueue(encoder.encode(': open\n\n'))
      const heartbeat = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': still here\n\n'))
      }, heartbeatMs)
      const unfollow = source.subscribers.follow(run, () => pumpOnce(controller))
      stop = () => {
        clearInterval(heartbeat)
        unfollow()
      }
      pumpOnce(controller)
    },
    pull: pumpOnce,
    cancel: () => stop(),
  }
  return new ReadableStream(underlying, { highWaterMark: bufferedBytes })
}

const frame = (event: RunEvent) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`
