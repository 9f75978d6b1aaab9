import type { Scope } from '../engine/effect.ts'
import { withRoots } from '../engine/scope.ts'
import { evaluatePartly } from '../expr/evaluate.ts'
import { referencesOf } from '../expr/references.ts'
import type { Json, JsonObject } from '../json.ts'

/** Whether a condition holds; `assumed` when that depends on a value which only a step will bring. */
export type Holds = { is: 'yes' | 'assumed' | 'no' } | { is: 'error'; error: string }

/** What is known while a goal is planned for. */
export type Knowledge = {
  scope: Scope
  /** The facts that the candidates can give, each with its bit. */
  facts: ReadonlyMap<string, bigint>
  /** Facts of the run. */
  held: JsonObject
  /** Roots without a value yet. */
  unknown: ReadonlySet<string>
}

/** What a step needs before it can be used: a condition, or an expression that only has to have a value. */
export class GoalCondition {
  readonly source: string
  /** The facts that candidates give and that it reads. */
  readonly reads: bigint
  /** Whether its value matters, not only whether it is true. */
  readonly isValue: boolean
  readonly #knowledge: Knowledge
  readonly #unknown: ReadonlySet<string>
  readonly #known = new Map<bigint, Holds>()

  constructor(
    source: string,
    knowledge: Knowledge,
    options: { isValue: boolean; args?: JsonObject; unknownArgs?: ReadonlySet<string> },
  ) {
    const { facts, open } = referencesOf(source)
    const read = open.has('facts') ? [...knowledge.facts.keys()] : [...facts]
    this.source = source
    this.reads = read.reduce((mask, name) => mask | (knowledge.facts.get(name) ?? 0n), 0n)
    this.isValue = options.isValue
    this.#unknown = options.unknownArgs ?? new Set()
    this.#knowledge = options.args
      ? { ...knowledge, scope: withRoots(knowledge.scope, { args: options.args }) }
      : { ...knowledge, unknown: new Set([...knowledge.unknown, 'args']) }
  }

  /** Whether it holds once the steps that are done gave these facts. */
  holds(given: bigint): Holds {
    const relevant = given & this.reads
    const known = this.#known.get(relevant)
    if (known) return known
    const made = this.#evaluate(relevant)
    this.#known.set(relevant, made)
    return made
  }

  #evaluate(given: bigint): Holds {
    const { scope, facts, held, unknown } = this.#knowledge
    const coming = new Set([...facts].flatMap(([name, bit]) => ((given & bit) === 0n ? [] : [name])))
    const result = evaluatePartly(this.source, withRoots(scope, { facts: held }), {
      roots: unknown,
      members: { facts: coming, args: this.#unknown },
    })
    switch (result.is) {
      case 'value':
        return { is: this.isValue || isTrue(result.value) ? 'yes' : 'no' }
      case 'unknown':
        return { is: this.isValue ? 'yes' : 'assumed' }
      case 'error':
        return result
    }
  }
}

function isTrue(value: Json): boolean {
  return value === true
}
