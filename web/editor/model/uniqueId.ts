/** The base when it is free, else the base with the lowest number from 2 that is. */
export function uniqueId(base: string, taken: Iterable<string>): string {
  const used = new Set(taken)
  if (!used.has(base)) return base
  const stem = base.replace(/\d+$/, '')
  let number = 2
  while (used.has(`${stem}${number}`)) number += 1
  return `${stem}${number}`
}

/** A title as an id: letters, digits and underscores, starting with a letter. */
export function idFromTitle(title: string, fallback: string): string {
  const id = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40)
  return /^[a-z]/.test(id) ? id : fallback
}
