import type { RunSummary } from '../../../shared/api/runs.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { upcastProgram } from '../../../shared/compile/upcastProgram.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { callApi } from '../../app/api.ts'
import { createPlayback } from '../../replay/playback.ts'
import { readRest } from '../../replay/useRunLog.ts'

/** The log of a run and the program that it followed. Fails with an `ApiError`. */
export async function loadPastRun(
  { run, loop, version }: Pick<RunSummary, 'run' | 'loop' | 'version'>,
  signal: AbortSignal,
): Promise<{ program: Program; events: readonly RunEvent[] }> {
  const playback = createPlayback()
  const [stored] = await Promise.all([
    callApi('getVersion', { params: { loop, version } }, signal),
    readRest(run, playback, signal),
  ])
  return { program: upcastProgram(stored.program), events: playback.getState().events }
}
