import { z } from 'zod'
import { RunEvent } from '../engine/event.ts'

/** The subprotocol of a run's socket. */
export const socketProtocol = 'pavane.events.1'

/** With which a token’s name begins among the subprotocols that are offered; what follows is the token as base64url. */
export const bearerProtocol = 'pavane.bearer.'

/** What the server sends. */
export const SocketMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('events'), events: z.array(RunEvent).min(1) }),
  /** The run has ended, and all of its log was sent. */
  z.strictObject({ type: z.literal('end') }),
])
export type SocketMessage = z.infer<typeof SocketMessage>

/** What the client sends: the number of the last event that it has dealt with. */
export const SocketAck = z.strictObject({ type: z.literal('ack'), seq: z.int().min(0) })

export const SocketQuery = z.strictObject({
  /** Only events with a greater `seq`. */
  after: z.coerce.number().int().min(0).optional(),
})

export const socketLimits = {
  /** Messages that may be under way without having been acknowledged. */
  unacknowledged: 8,
  /** Characters of a message; one that holds a single event may have more. */
  messageCharacters: 262_144,
  /** Milliseconds after which the right to listen is asked for anew: the socket is closed, and the client goes on with another. */
  lifetimeMs: 900_000,
} as const

/** Codes with which the server closes a socket, besides 1000 at the end of the run. */
export const socketCloseCodes = {
  /** What was sent is no message of this protocol. */
  notUnderstood: 1008,
  /** Its time is over: connect again, with `after`. */
  connectAgain: 4001,
} as const
