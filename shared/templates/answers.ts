import type { Mock } from '../graph/mock.ts'
import type { Json } from '../json.ts'

/** A target that answers so, always after the same time. */
export const answers = (status: number, body: Json): Mock => ({
  delayMs: 100,
  mock: { answers: 'value', value: { status, body } },
})

/** A target that answers each call in turn. */
export const answersInTurn = (...bodies: Json[]): Mock => ({
  delayMs: 100,
  mock: {
    answers: 'series',
    each: bodies.map((body) => ({ delayMs: 100, mock: { answers: 'value', value: { status: 200, body } } })),
  },
})

/** A target that refuses every call. */
export const refuses = (status: number): Mock => ({
  delayMs: 100,
  mock: { answers: 'failure', status, times: null },
})
