/** Closes a switch: adding a case to the union fails to compile until it is handled here. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
