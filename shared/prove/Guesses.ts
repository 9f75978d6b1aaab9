/** For the run, for an iteration, or in it as long as a step waits to start. */
export type Lasts = { for: 'run' } | { for: 'iteration' | 'step'; iteration: number }

/** What was assumed where a run depends on something that is not known. */
export type Guess = {
  key: string
  /** How long it stands; null for something that is drawn anew each time. */
  lasts: Lasts | null
  chosen: number
  options: number
  words: string
  /** What follows from it is told by the plan that was made, so that it need not be told from other guesses any more. */
  isInPlan: boolean
}

/** What a guess is about. */
export type Question = Pick<Guess, 'key' | 'lasts' | 'options'> & { isInPlan?: boolean }

/** What stands of earlier guesses, by key. */
export type Memory = ReadonlyMap<string, { lasts: Lasts; chosen: number; isInPlan: boolean }>

/** Guesses made in a turn: as a script says, then the first of the options each time. The same script gives the same turn. */
export class Guesses {
  #memory: Memory = new Map()
  #script: readonly number[] = []
  #made: Guess[] = []
  #known = new Map<string, Guess>()

  begin(memory: Memory, script: readonly number[]): void {
    this.#memory = memory
    this.#script = script
    this.#made = []
    this.#known = new Map()
  }

  /** The guesses of this turn, in their order. */
  get made(): readonly Guess[] {
    return this.#made
  }

  /** Which of the options is taken: the same for one key as long as the guess stands. */
  choose({ key, lasts, options, isInPlan = false }: Question, words: (chosen: number) => string): number {
    const before = this.#memory.get(key) ?? this.#known.get(key)
    if (before) return before.chosen
    const chosen = this.#script[this.#made.length] ?? 0
    const guess = { key, lasts, chosen, options, words: words(chosen), isInPlan }
    this.#made.push(guess)
    this.#known.set(key, guess)
    return chosen
  }

  /** What is remembered after the turn. */
  remembered(): Memory {
    if (this.#made.length === 0) return this.#memory
    const memory = new Map(this.#memory)
    for (const { key, lasts, chosen, isInPlan } of this.#made)
      if (lasts) memory.set(key, { lasts, chosen, isInPlan })
    return memory
  }
}

/** What still stands once a turn is over. */
export function stillStanding(memory: Memory, iteration: number, mayLookAgain: boolean): Memory {
  const isOver = ({ lasts }: { lasts: Lasts }) =>
    lasts.for !== 'run' && (lasts.iteration !== iteration || (lasts.for === 'step' && !mayLookAgain))
  if (![...memory.values()].some(isOver)) return memory
  return new Map([...memory].filter(([, guess]) => !isOver(guess)))
}

/** The script of the next combination after those guesses; null when it was the last. */
export function nextScript(made: readonly Guess[]): number[] | null {
  for (let place = made.length - 1; place >= 0; place -= 1) {
    const { chosen = 0, options = 0 } = made[place] ?? {}
    if (chosen + 1 < options) return [...made.slice(0, place).map((each) => each.chosen), chosen + 1]
  }
  return null
}
