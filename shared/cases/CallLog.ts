import type { Mock, MockedAnswer } from '../graph/mock.ts'

type Answer = { delayMs: number; mock: MockedAnswer }

/** A call, when it left, and what came back of it; null while nothing has. */
type Call = { key: string; at: number; answer: Answer | null }

const unanswered: Answer = { delayMs: 0, mock: { answers: 'nothing' } }

/** The calls of a run, by what was called, each with its answer. */
export class CallLog {
  readonly #calls: Call[] = []
  readonly #open = new Map<string, Call>()

  /** A call leaves; `place` tells it from others that are under way. */
  leave(place: string, key: string, at: number): void {
    const call: Call = { key, at, answer: null }
    this.#open.set(place, call)
    this.#calls.push(call)
  }

  /** The answer to the last call of a place; what comes for none, or after an answer, is left aside. */
  come(place: string, at: number, mock: MockedAnswer): void {
    const call = this.#open.get(place)
    if (!call || call.answer) return
    call.answer = { delayMs: Math.max(0, at - call.at), mock }
  }

  /** How often each has answered. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { key, answer } of this.#calls) if (answer) counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts
  }

  isKnown(place: string): boolean {
    return this.#open.has(place)
  }

  /** The answers to each of what was called, in the order of the calls; one that was to leave after `until` never left. */
  mocks(until: number): Record<string, Mock> {
    const byKey = new Map<string, Answer[]>()
    const made = this.#calls.filter(({ at, answer }) => answer !== null || at <= until)
    for (const { key, answer } of made.toSorted((a, b) => a.at - b.at)) {
      const answers = byKey.get(key) ?? []
      answers.push(answer ?? unanswered)
      byKey.set(key, answers)
    }
    return Object.fromEntries([...byKey].map(([key, answers]) => [key, mockOf(answers)]))
  }
}

/** One answer where all are the same, else each in its turn. */
function mockOf(answers: readonly Answer[]): Mock {
  const [first = unanswered] = answers
  const same = answers.every((each) => JSON.stringify(each) === JSON.stringify(first))
  return same ? first : { delayMs: 0, mock: { answers: 'series', each: [...answers] } }
}
