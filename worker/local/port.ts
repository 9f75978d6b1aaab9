import { createServer } from 'node:net'

/** The port to listen on: `PORT`, or 8787. Throws a sentence for anything that is no port. */
export function chosenPort(environment: NodeJS.ProcessEnv = process.env): number {
  const port = Number(environment.PORT || 8787)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error(`PORT is "${environment.PORT}": it must be a number from 1 to 65535.`)
}

/** The address of a server on this machine. */
export const localOrigin = (port: number) => `http://localhost:${port}`

/** Throws a sentence when something already listens on the port. */
export async function requireFreePort(port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(taken(port)) : error),
    )
    probe.listen(port, '127.0.0.1', resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}

const taken = (port: number) =>
  `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`
