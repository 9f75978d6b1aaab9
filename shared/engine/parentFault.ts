import { Parent } from './event.ts'

/** How deep runs may nest. */
export const deepest = 8

/** Why a run can't be the child of that one; null when it can. */
export function parentFault(parent: unknown): string | null {
  const { success, error } = Parent.safeParse(parent)
  if (success) return null
  const isTooDeep = error.issues.some(({ path }) => path[0] === 'depth')
  return isTooDeep
    ? `Runs may nest ${deepest} deep.`
    : 'What it says of the run that waits for it is not valid.'
}
