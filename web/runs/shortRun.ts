/** The end of a run’s id, by which people tell runs of one loop apart. */
export function shortRun(run: string): string {
  return run.slice(-8)
}
