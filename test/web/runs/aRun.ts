import type { RunSummary } from '../../../shared/api/runs.ts'

/** A run of the list that succeeded, told from others by its number. */
export function aRun(number: number, over: Partial<RunSummary> = {}): RunSummary {
  return {
    run: `probe.0.0192f3a4-0000-7a11-8b22-${String(number).padStart(12, '0')}`,
    loop: 'probe',
    version: `sha256:${'a'.repeat(64)}`,
    versionNumber: 3,
    status: 'ended',
    outcome: 'succeeded',
    reason: 'outcome',
    message: '',
    iterations: 2,
    steps: 5,
    costUsd: 0.012,
    acceptedAt: 1_700_000_000_000 + number,
    endedAt: 1_700_000_002_400 + number,
    events: 40,
    trace: '0'.repeat(32),
    parent: null,
    ...over,
  }
}
