import { bearerProtocol, SocketMessage, socketProtocol } from '../../shared/api/socket.ts'
import { adminToken, type LocalServer } from './localServer.ts'

/** All that the administrator is sent over the socket of a run, as it came, until the run has ended. */
export function socketText({ origin }: Pick<LocalServer, 'origin'>, run: string): Promise<string> {
  const address = `${origin.replace(/^http/, 'ws')}/api/runs/${run}/socket?after=0`
  const socket = new WebSocket(address, [
    socketProtocol,
    `${bearerProtocol}${Buffer.from(adminToken).toString('base64url')}`,
  ])
  let text = ''
  return new Promise((done, fail) => {
    socket.addEventListener('message', ({ data }) => {
      text += String(data)
      const message = SocketMessage.parse(JSON.parse(String(data)))
      if (message.type === 'end') return done(text)
      socket.send(JSON.stringify({ type: 'ack', seq: message.events.at(-1)?.seq ?? 0 }))
    })
    socket.addEventListener('close', ({ code }) => fail(new Error(`The socket was closed with ${code}`)))
  })
}
