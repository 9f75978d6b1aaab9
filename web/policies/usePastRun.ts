import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { RunSummary } from '../../shared/api/runs.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { ApiError } from '../app/apiError.ts'
import { loadPastRun } from '../editor/run/loadPastRun.ts'

/** The log of a run and the program that it followed. */
export function usePastRun(
  run: RunSummary,
): UseQueryResult<{ program: Program; events: readonly RunEvent[] }, ApiError> {
  return useQuery<{ program: Program; events: readonly RunEvent[] }, ApiError>({
    queryKey: ['pastRun', run.run, run.status],
    queryFn: ({ signal }) => loadPastRun(run, signal),
  })
}
