import { assertNever } from '../assertNever.ts'
import type { Program } from '../compile/program.ts'
import type { Command } from '../engine/command.ts'
import type { CheckEffect, Effect, PlanEffect } from '../engine/effect.ts'
import type { EffectError } from '../engine/effectError.ts'
import { isSafeToRepeat } from '../engine/retry.ts'
import type { Json, JsonObject } from '../json.ts'
import { PlannerRequest, plannerContract } from '../plan/contract.ts'
import { sampleProposal } from '../sim/trialWorld.ts'
import { symbol } from './symbols.ts'

/** A command without its time, and what it means in words. */
export type Outcome = { command: Untimed; words: string }
export type Untimed<C extends Command = Command> = C extends Command ? Omit<C, 'at'> : never

/** What an effect can come to, as far as the run can tell the ways apart; none for what is not an effect on the world. */
export function outcomesOf(program: Program, effect: Effect): Outcome[] {
  switch (effect.kind) {
    case 'action': {
      const { id, iteration, step, attempt, action } = effect
      const settle = { type: 'settle-step' as const, effect: id, iteration, step, attempt }
      const name = `“${step}”`
      return [
        {
          command: { ...settle, result: { ok: true, output: outputOf(program, action, step) } },
          words: `${name} succeeds`,
        },
        ...failuresOf(program, action).map(({ error, words }) => ({
          command: { ...settle, result: { ok: false as const, error } },
          words: `${name} ${words}`,
        })),
      ]
    }
    case 'compensation': {
      const { id, attempt, step, action } = effect
      const settle = { type: 'settle-compensation' as const, effect: id, attempt }
      const isLookedInto = program.actions[action]?.probe != null
      return [
        {
          command: {
            ...settle,
            result: { ok: true, output: outputOf(program, action, `the undo of ${step}`) },
          },
          words: `the undo of “${step}” succeeds`,
        },
        {
          command: { ...settle, result: { ok: false, error: refused } },
          words: `the undo of “${step}” fails`,
        },
        ...(isLookedInto
          ? [
              {
                command: { ...settle, result: { ok: false as const, error: unanswered } },
                words: `the undo of “${step}” has no answer`,
              },
            ]
          : []),
      ]
    }
    case 'probe': {
      const { id, attempt, step } = effect
      const settle = { type: 'settle-probe' as const, effect: id, attempt }
      const output = { status: 200, body: symbol(`what the probe of ${step} says`) }
      return [
        { command: { ...settle, result: { ok: true, output } }, words: `the probe of “${step}” answers` },
        {
          command: { ...settle, result: { ok: false, error: refused } },
          words: `the probe of “${step}” has no answer`,
        },
      ]
    }
    case 'plan':
      return plansOf(effect)
    case 'check':
      return answersOf(effect)
    case 'reach': {
      const settle = { type: 'settle-reach' as const, effect: effect.id, message: '' }
      return [
        { command: { ...settle, reachable: true }, words: `the host “${effect.host}” answers` },
        { command: { ...settle, reachable: false }, words: `the host “${effect.host}” does not answer` },
      ]
    }
    case 'acquire-lease': {
      const { id, resource } = effect
      const command = { type: 'grant-lease' as const, effect: id, resource, token: 1, until: endOfTimes }
      return [{ command, words: `the lease of “${resource}” is granted` }]
    }
    case 'release-lease': {
      const { resource, token } = effect
      return [
        { command: { type: 'confirm-lease-release', resource, token }, words: `“${resource}” is free again` },
      ]
    }
    // A child that is cancelled still has a result, and time passes where it matters.
    case 'cancel-child':
    case 'timer':
      return []
    default:
      return assertNever(effect)
  }
}

const endOfTimes = 8_000_000_000_000

const refused: EffectError = {
  class: 'http',
  message: 'The target refused it.',
  status: 422,
  retryable: false,
  mayHaveHappened: false,
}

const unanswered: EffectError = {
  class: 'timeout',
  message: 'No answer came, so it may have happened.',
  retryable: true,
  mayHaveHappened: true,
}

/** How a call can fail: surely without an effect, or so that nobody knows. For what changes nothing outside, that is the same. */
function failuresOf(program: Program, id: string): { error: EffectError; words: string }[] {
  const action = program.actions[id]
  if (!action) return []
  const isRefused = { error: refused, words: 'fails' }
  const isChild = action.call.uses === 'loop'
  if (isChild)
    return [{ error: { ...unanswered, class: 'child', retryable: false }, words: 'ends without success' }]
  const isHarmless = action.reversibility === 'pure' && isSafeToRepeat(action)
  if (action.call.uses === 'transform' || isHarmless) return [isRefused]
  return [isRefused, { error: unanswered, words: 'has no answer: it may have happened' }]
}

function outputOf(program: Program, action: string, step: string): Json {
  const what = symbol(`output of ${step}`)
  const uses = program.actions[action]?.call.uses
  if (uses === 'http') return { status: 200, body: what }
  return uses === 'loop' ? { run: symbol('the child run'), outcome: 'succeeded', body: what } : what
}

/** An external planner has no plan, or one that uses its actions: all of them, or one alone. */
function plansOf(effect: PlanEffect): Outcome[] {
  const settle = { type: 'settle-plan' as const, effect: effect.id, attempt: effect.attempt }
  const who = `the planner “${effect.member ?? effect.planner}”`
  const sample = sampleProposal(effect.request)
  const steps = stepsOf(sample).map(
    (step): JsonObject => ({ ...step, args: withSymbols(step['args'] ?? {}) }),
  )
  const all = { ...asObject(sample), steps }
  const read = PlannerRequest.safeParse(effect.request)
  const from = { contract: plannerContract, planner: { name: 'explored', version: '1' } }
  const alone =
    steps.length < 2 ? [] : steps.map((step) => ({ ...from, steps: [{ ...step, after: [] }], rationale: [] }))
  return [
    {
      command: { ...settle, result: { ok: true, proposal: all } },
      words: `${who} plans every action that it may use`,
    },
    ...alone.map((proposal, place) => ({
      command: { ...settle, result: { ok: true as const, proposal } },
      words: `${who} plans only ${JSON.stringify(steps[place]?.['action'])}`,
    })),
    {
      command: { ...settle, result: { ok: false, error: { ...refused, message: 'It has no answer.' } } },
      words: `${who} has no plan${read.success ? '' : ' that can be read'}`,
    },
  ]
}

/** Its texts are made up, so nothing is told from them. */
function withSymbols(args: Json): Json {
  if (typeof args === 'string') return symbol(args)
  if (typeof args !== 'object' || args === null) return args
  if (Array.isArray(args)) return args.map(withSymbols)
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, withSymbols(value)]))
}

function asObject(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function stepsOf(proposal: Json): JsonObject[] {
  const { steps } = asObject(proposal)
  if (!Array.isArray(steps)) return []
  return steps.flatMap((step) =>
    typeof step === 'object' && step !== null && !Array.isArray(step) ? [step] : [],
  )
}

function answersOf({ id, attempt, check }: CheckEffect): Outcome[] {
  const settle = { type: 'settle-check' as const, effect: id, attempt }
  return [
    {
      command: { ...settle, result: { ok: true, answer: { result: 'pass' } } },
      words: `check “${check}” holds`,
    },
    {
      command: { ...settle, result: { ok: true, answer: { result: 'fail' } } },
      words: `check “${check}” fails`,
    },
    {
      command: { ...settle, result: { ok: false, error: refused } },
      words: `check “${check}” has no answer`,
    },
  ]
}
