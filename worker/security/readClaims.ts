const mostGroups = 200

/** An e-mail address as it is compared: in lower case. Null for what is none. */
export function readEmail(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 254) return null
  return /^[^\s@]+@[^\s@]+$/.test(value) ? value.toLowerCase() : null
}

/** The groups that a claim names, as a list or alone; none where it is missing or something else. */
export function groupsIn(claims: unknown, claim: string): string[] {
  if (typeof claims !== 'object' || claims === null || !Object.hasOwn(claims, claim)) return []
  const value: unknown = Reflect.get(claims, claim)
  const named: unknown[] = Array.isArray(value) ? value : [value]
  return named
    .filter((group) => typeof group === 'string')
    .filter((group) => group !== '' && group.length <= 250)
    .slice(0, mostGroups)
}
