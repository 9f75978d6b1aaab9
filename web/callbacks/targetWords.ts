import type { CallbackTarget } from '../../shared/api/callbacks.ts'

/** Who is told, in a few characters. */
export function targetWords(target: CallbackTarget): string {
  return target.type === 'host' ? `${target.host}${target.path}` : `the loop ${target.loop}`
}
