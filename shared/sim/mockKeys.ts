/** The key under which a trial's mocks hold an external planner: a planner node, or one member of its federation. */
export function plannerKey(planner: string, member: string | null): string {
  return member === null ? planner : `${planner}/${member}`
}

/** The key under which a trial's mocks hold a check that the host makes. */
export function checkKey(verifier: string, check: string): string {
  return `${verifier}/${check}`
}
