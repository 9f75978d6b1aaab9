import { setTimeout as pause } from 'node:timers/promises'
import {
  describeExit,
  type Server,
  type ServerOptions,
  startServer,
  stopServer,
  untilReady,
} from './server.ts'
import { noteServer } from './serverLock.ts'

const longestPause = 10_000
const steadyAfter = 60_000

/**
 * Keeps a server running until `stop` aborts: when it dies, starts another after a pause that doubles each time. `onReady` is
 * called once, when the first server answers. Throws when the first server never gets ready.
 */
export async function supervise(
  options: ServerOptions,
  stop: AbortSignal,
  onReady: () => void,
): Promise<void> {
  let wait = 250
  for (let starts = 1; ; starts += 1) {
    const startedAt = Date.now()
    const server = startServer(options)
    noteServer(options.home, options.origin, server.pid)
    const stopped = stopOn(stop, server)
    if (starts === 1) await firstReady(server, options.port, stop, onReady)
    const exit = await server.exited
    if (stop.aborted) return stopped
    if (Date.now() - startedAt > steadyAfter) wait = 250
    console.error(`The server stopped: ${describeExit(exit)}. Starting it again in ${wait} ms.`)
    await pause(wait, undefined, { signal: stop }).catch(ignoreAbort)
    if (stop.aborted) return
    wait = Math.min(wait * 2, longestPause)
  }
}

async function firstReady(
  server: Server,
  port: number,
  stop: AbortSignal,
  onReady: () => void,
): Promise<void> {
  try {
    await untilReady(server, port)
  } catch (error) {
    if (stop.aborted) return
    await stopServer(server)
    throw error
  }
  onReady()
}

function stopOn(stop: AbortSignal, server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = () => void stopServer(server).then(resolve)
    if (stop.aborted) end()
    else stop.addEventListener('abort', end, { once: true })
  })
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error
}
