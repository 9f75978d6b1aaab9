/** Puts a number into a sorted list, or takes it out. */
export function put(list: number[], value: number, isIn: boolean): void {
  const at = firstFrom(list, value)
  if ((list[at] === value) === isIn) return
  if (isIn) list.splice(at, 0, value)
  else list.splice(at, 1)
}

/** Where in a sorted list the first of at least that much is. */
export function firstFrom(list: readonly number[], least: number): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((list[middle] ?? least) < least) from = middle + 1
    else to = middle
  }
  return from
}
