import { type Answer, valueOf } from './problem.ts'

/** Whoever takes longer to send a body is slow: one that is sent at once costs no question, also where this isolate is busy. */
const slowMs = 500

/**
 * What comes slowly. It is asked meanwhile whether it will be refused whatever comes, and then nobody waits for it: `left` is told what is
 * still to come.
 */
export async function unlessRefused<T>(
  coming: Promise<T>,
  ask: () => Promise<Answer<null>>,
  left: (rest: Promise<unknown>) => void,
): Promise<T> {
  if (!(await isSlow(coming))) return coming
  const refused = await Promise.race([coming.then(() => null), ask()])
  if (refused === null || refused.ok) return coming
  left(coming.catch(() => undefined))
  return valueOf<T & null>(refused)
}

async function isSlow(coming: Promise<unknown>): Promise<boolean> {
  const { promise: slow, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(true), slowMs)
  return Promise.race([coming.then(() => false), slow]).finally(() => clearTimeout(timer))
}
