import type { CheckAnswer } from '../engine/checkEvents.ts'
import type { EffectError } from '../engine/effectError.ts'
import { asJson } from '../engine/wellFormed.ts'
import type { CheckOf } from '../graph/nodes/check.ts'
import type { Json } from '../json.ts'

/** What several answers to one check add up to, or that another is needed. */
export type Counted =
  | { is: 'open' }
  | {
      is: 'settled'
      result: 'pass' | 'fail' | 'inconclusive'
      severity: number
      message: string
      by: string | null
    }

/** How many answers there are at most, and how many have to hold. */
export function votesOf(check: CheckOf<'http'> | CheckOf<'drift'>): { of: number; need: number } {
  return (check.type === 'http' ? check.votes : undefined) ?? { of: 1, need: 1 }
}

/**
 * Counts the answers: it holds once `need` do, and no further one is asked for. It is settled, too, once too few are left for that: it
 * fails when those that failed alone are too many, and else nobody knows.
 */
export function countVotes(
  { of, need }: { of: number; need: number },
  answers: readonly CheckAnswer[],
): Counted {
  const told = answers.filter((answer) => answer.ok)
  const holds = told.filter(({ result }) => result === 'pass')
  const fails = told.filter(({ result }) => result === 'fail')
  if (holds.length >= need)
    return settled('pass', holds, `${holds.length} of ${answers.length} answers hold.`)
  if (holds.length + of - answers.length >= need) return { is: 'open' }
  if (fails.length > of - need) return settled('fail', fails, '')
  const unclear = told.find(({ result }) => result === 'inconclusive')
  const error = answers.find((answer) => !answer.ok)
  const message = unclear?.message ?? (error && !error.ok ? noAnswer(error.error) : '')
  return { is: 'settled', result: 'inconclusive', severity: 0, message, by: unclear?.by ?? null }
}

/** Why there was no answer. What a target said stands in the evidence; what is wrong with an answer is ours to say. */
function noAnswer({ class: kind, status, message }: EffectError): string {
  if (kind === 'schema') return message
  return `There was no answer (${kind}${kind === 'http' && status !== undefined ? ` ${status}` : ''}).`
}

type Told = Extract<CheckAnswer, { ok: true }>

/** The words of the first that said so; as severe as the worst of them. */
function settled(result: 'pass' | 'fail', alike: readonly Told[], several: string): Counted {
  const [first] = alike
  const severity = result === 'pass' ? 0 : Math.max(...alike.map((answer) => answer.severity))
  const message = alike.length > 1 && several !== '' ? several : (first?.message ?? '')
  return { is: 'settled', result, severity, message, by: first?.by ?? null }
}

/** The answers as evidence: one by itself, several as a list. */
export function votesEvidence(votes: { of: number; need: number }, answers: readonly CheckAnswer[]): Json {
  const [only] = answers
  if (votes.of === 1 && only) return only.ok ? only.evidence : { error: asJson(only.error) }
  return {
    need: votes.need,
    of: votes.of,
    votes: answers.map((answer, place) =>
      answer.ok
        ? {
            vote: place + 1,
            result: answer.result,
            severity: answer.severity,
            message: answer.message,
            by: answer.by,
            evidence: answer.evidence,
          }
        : { vote: place + 1, result: 'no answer', message: answer.error.message },
    ),
  }
}
