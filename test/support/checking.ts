import type { Program } from '../../shared/compile/program.ts'
import type { Command } from '../../shared/engine/command.ts'
import type { CheckOf } from '../../shared/graph/nodes/check.ts'
import type { Json } from '../../shared/json.ts'
import { accept, after, perform, run, type Situation, settle, startAt, success } from './given.ts'
import { aProgram, aVerifier } from './programs.ts'

/** A check that asks a checker outside. */
export const external = (over: Partial<CheckOf<'http'>> = {}): CheckOf<'http'> => ({
  type: 'http',
  id: 'outside',
  onFail: 'replan',
  weight: 1,
  call: { host: 'checker', method: 'POST', path: '/judge' },
  about: { n: '{{ input.n }}' },
  ...over,
})

/** A loop of one step whose verifier is this. */
export const judgedBy = (verifier: Parameters<typeof aVerifier>[0]): Program =>
  aProgram({ verifiers: { verify: aVerifier(verifier) } })

/** A run whose steps have succeeded, so that its verifier is at work. */
export const verifying = (program: Program, over: Parameters<typeof accept>[1] = {}): Situation =>
  perform(after(program, accept({ n: 3 }, over)), settle('first', success({ n: 3 })))

/** The effect of that check. */
export const effect = `${run}/check/1/verify/outside`

/** What the checker says. */
export function answer(
  said: Json,
  over: Partial<Extract<Command, { type: 'settle-check' }>> = {},
): Extract<Command, { type: 'settle-check' }> {
  return {
    type: 'settle-check',
    at: startAt + 2000,
    effect,
    attempt: 1,
    result: { ok: true, answer: said },
    ...over,
  }
}
