import type { CallbackTarget } from '../../shared/api/callbacks.ts'

/** Who is told, in a few characters. */
export function targetWords({ host, path }: CallbackTarget): string {
  return `${host}${path}`
}
