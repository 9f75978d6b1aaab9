/** A loop name out of a title: lower case, dashes, starting with a letter; empty when nothing is left. */
export function nameFromTitle(title: string): string {
  return title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')
}

/** The name itself, or with the first number behind it that nobody has. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, 59)}-${number}`
    if (!taken.includes(candidate)) return candidate
  }
}
