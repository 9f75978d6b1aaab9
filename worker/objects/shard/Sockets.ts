import { SocketAck, type SocketMessage, socketCloseCodes, socketLimits } from '../../../shared/api/socket.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { EventLog } from './EventLog.ts'

/** What a socket keeps while the object is not in memory. */
type Attachment = {
  run: string
  /** The number of the last event that was sent. */
  sent: number
  /** The last numbers of the messages that were not acknowledged. */
  unacknowledged: number[]
  /** When it is closed, in milliseconds since the epoch. */
  until: number
}

type Deps = { ctx: DurableObjectState; log: EventLog; isEnded: (run: string) => boolean }

const pageSize = 500

/**
 * The sockets at which runs are followed. They hibernate: the object need not stay in memory for them, and what each has been sent is kept
 * with it. A few messages at most are under way to a client at a time, so one that is slow makes nothing pile up: the log waits on the disk.
 */
export class Sockets {
  readonly #deps: Deps
  readonly #byRun = new Map<string, Set<WebSocket>>()

  constructor(deps: Deps) {
    this.#deps = deps
    deps.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    for (const socket of deps.ctx.getWebSockets()) this.#add(attachmentOf(socket).run, socket)
  }

  /** A socket that is sent the run's log from `after` on. */
  open(run: string, after: number): WebSocket {
    const { 0: client, 1: server } = new WebSocketPair()
    this.#deps.ctx.acceptWebSocket(server)
    const until = Date.now() + socketLimits.lifetimeMs
    server.serializeAttachment({ run, sent: after, unacknowledged: [], until } satisfies Attachment)
    this.#add(run, server)
    this.#pump(server)
    return client
  }

  /** Sends what happened in a run. */
  publish(run: string): void {
    for (const socket of this.#byRun.get(run) ?? []) this.#pump(socket)
  }

  /** Takes what a client sends. */
  receive(socket: WebSocket, message: string | ArrayBuffer): void {
    const attachment = attachmentOf(socket)
    // What was still on its way when the socket was closed.
    if (!this.#byRun.get(attachment.run)?.has(socket)) return
    const ack = typeof message === 'string' ? readAck(message) : null
    if (ack === null) {
      this.#close(socket, socketCloseCodes.notUnderstood, 'Send {"type":"ack","seq":<number>}')
      return
    }
    const unacknowledged = attachment.unacknowledged.filter((seq) => seq > ack)
    socket.serializeAttachment({ ...attachment, unacknowledged } satisfies Attachment)
    this.#pump(socket)
  }

  /** The client closes: it is answered, or it would wait for that. */
  closed(socket: WebSocket): void {
    this.forget(socket)
    try {
      socket.close(1000)
    } catch (error) {
      log('info', 'socket.broke', { run: attachmentOf(socket).run, ...describeBug(error) })
    }
  }

  /** The connection is gone. */
  forget(socket: WebSocket): void {
    const { run } = attachmentOf(socket)
    const sockets = this.#byRun.get(run)
    sockets?.delete(socket)
    if (sockets?.size === 0) this.#byRun.delete(run)
  }

  #add(run: string, socket: WebSocket): void {
    this.#byRun.set(run, (this.#byRun.get(run) ?? new Set()).add(socket))
  }

  #pump(socket: WebSocket): void {
    try {
      this.#send(socket)
    } catch (error) {
      // It was closed in between: whoever listened goes on with another.
      this.forget(socket)
      log('info', 'socket.broke', { run: attachmentOf(socket).run, ...describeBug(error) })
    }
  }

  #send(socket: WebSocket): void {
    const attachment = attachmentOf(socket)
    if (Date.now() >= attachment.until) {
      this.#close(socket, socketCloseCodes.connectAgain, 'Connect again to go on')
      return
    }
    const { run } = attachment
    while (attachment.unacknowledged.length < socketLimits.unacknowledged) {
      const isEnded = this.#deps.isEnded(run)
      const events = someOf(this.#deps.log.read(run, attachment.sent, pageSize))
      const last = events.at(-1)
      if (!last) {
        if (isEnded) this.#end(socket)
        break
      }
      say(socket, { type: 'events', events })
      attachment.sent = last.seq
      attachment.unacknowledged.push(last.seq)
      socket.serializeAttachment(attachment)
    }
  }

  #end(socket: WebSocket): void {
    say(socket, { type: 'end' })
    this.#close(socket, 1000, 'The run has ended')
  }

  #close(socket: WebSocket, code: number, reason: string): void {
    this.forget(socket)
    socket.close(code, reason)
  }
}

/** As many events as fit into a message, and one at least. */
function someOf(events: RunEvent[]): RunEvent[] {
  let characters = 0
  const end = events.findIndex((event) => {
    characters += JSON.stringify(event).length
    return characters > socketLimits.messageCharacters
  })
  return end < 0 ? events : events.slice(0, Math.max(1, end))
}

const say = (socket: WebSocket, message: SocketMessage) => socket.send(JSON.stringify(message))

const attachmentOf = (socket: WebSocket) => socket.deserializeAttachment() as Attachment

function readAck(text: string): number | null {
  try {
    const ack = SocketAck.safeParse(JSON.parse(text))
    return ack.success ? ack.data.seq : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
