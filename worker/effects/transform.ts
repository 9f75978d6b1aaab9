import { withRoots } from '../../shared/engine/scope.ts'
import { transformed } from '../../shared/engine/transformed.ts'
import type { Executor } from './executor.ts'

/** Computes a value from what is in scope. A turn does so by itself where no secret is read. */
export const transform: Executor<'transform'> = async (call, { scope, secrets }) =>
  transformed(call, withRoots(scope, { secrets: { ...secrets } }))
