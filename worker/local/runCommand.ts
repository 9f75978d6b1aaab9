import { onOrphaned } from './onOrphaned.mjs'

/**
 * Runs a command that ends by itself or when it is told to: Ctrl-C, SIGTERM, a closed terminal and the death of the process that
 * started it abort the signal that it gets. What it throws is printed as one sentence and ends the process with a failure.
 */
export async function runCommand(command: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort())
  }
  onOrphaned(() => stop.abort())
  try {
    await command(stop.signal)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
  // A terminal that is still read would keep the process alive.
  process.stdin.pause()
}
