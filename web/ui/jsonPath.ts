/** One step into a JSON value: a key of an object or an index of an array. */
export type PathStep = string | number

/** The path as CEL reads it: `input.issue.labels[0]["a-b"]`. */
export function celPath(root: string, path: readonly PathStep[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(step)
      ? text === ''
        ? step
        : `${text}.${step}`
      : `${text}[${JSON.stringify(step)}]`
  }, root)
}
