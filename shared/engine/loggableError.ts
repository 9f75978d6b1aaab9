import { EffectError } from './effectError.ts'
import { loggableText } from './wellFormed.ts'

/** The host's error as it can be logged. One of a form that nobody knows says nothing about what happened. */
export function loggableError(error: unknown): EffectError {
  const parsed = EffectError.safeParse(error)
  if (parsed.success) {
    const { class: kind, status, retryAfterMs } = parsed.data
    // Behind an open circuit nothing was sent, and it may close.
    const isOpen = kind === 'circuit'
    const retryable = isOpen || parsed.data.retryable
    const mayHaveHappened = !isOpen && parsed.data.mayHaveHappened
    return {
      class: kind,
      message: loggableText(parsed.data.message),
      ...(status === undefined ? {} : { status }),
      retryable,
      mayHaveHappened,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }
  }
  const message = 'The host gave an error of an unknown form.'
  return { class: 'internal', message, retryable: false, mayHaveHappened: true }
}
