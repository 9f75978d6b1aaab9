import type { Program } from '../compile/program.ts'

const known = new WeakMap<Program, Map<string, boolean>>()

/**
 * Whether an expression of the program may read that name: false only when none does. What is costly to keep or to find out is left
 * out where nothing reads it.
 */
export function mayRead(program: Program, name: string): boolean {
  const names = known.get(program) ?? new Map<string, boolean>()
  known.set(program, names)
  let does = names.get(name)
  if (does === undefined) {
    does = JSON.stringify(program).includes(name)
    names.set(name, does)
  }
  return does
}
