import type { Program } from '../compile/program.ts'

const known = new WeakMap<Program, boolean>()

/** Whether a check of the program is made of some runs only, so that the loop's recent failures matter. */
export function samples(program: Program): boolean {
  let does = known.get(program)
  if (does === undefined) {
    does = Object.values(program.verifiers).some(({ checks }) => checks.some(({ sample }) => sample))
    known.set(program, does)
  }
  return does
}
