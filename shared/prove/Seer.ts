import type { Scope } from '../engine/effect.ts'
import { asTimeText } from '../engine/time.ts'
import type { Ast } from '../expr/ast.ts'
import { unknownValue } from '../expr/celValues.ts'
import { type Evaluated, evaluatePart, type PartlyEvaluated, type Unknowns } from '../expr/evaluate.ts'
import type { Oracle } from '../expr/oracle.ts'
import { parseCel } from '../expr/parseCel.ts'
import { scanTemplate } from '../expr/scanTemplate.ts'
import type { Json } from '../json.ts'
import { mostItems } from './clamp.ts'
import type { Guesses, Lasts } from './Guesses.ts'
import { knownScope } from './knownScope.ts'
import type { ProgramFacts } from './programFacts.ts'
import { readsOf } from './reads.ts'
import { type Scenario, scenariosOf } from './scenarios.ts'
import { shownTerm } from './shownTerm.ts'
import { hasSymbol, symbol } from './symbols.ts'
import { comparisonOf, type Scalar, textOf } from './terms.ts'

const booleans: readonly Scalar[] = [true, false]

/** Answers expressions whose value is not known with each of the values that something could depend on. */
export class Seer implements Oracle {
  readonly #facts: ProgramFacts
  readonly #guesses: Guesses
  /** What stands for the value of a column that depends on what came in alone. */
  readonly #fixedColumns = new Set<string>()
  /** Whether what is evaluated belongs to a table that plans. */
  #isTable = false
  #now = 0

  constructor(facts: ProgramFacts, guesses: Guesses) {
    this.#facts = facts
    this.#guesses = guesses
  }

  beginAt(at: number): void {
    this.#now = at
  }

  evaluate(source: string, scope: Scope): Evaluated {
    const parsed = parseCel(source)
    if (!parsed.ok) return { ok: false, error: parsed.error }
    const { ast } = parsed
    this.#isTable = this.#facts.tableSources.has(source)
    const meaning = this.#facts.meanings.of.get(source) ?? { as: 'condition' }
    if (meaning.as === 'true') return { ok: true, value: true }
    const known = evaluatePart(ast, this.#scopeFor(ast, scope))
    if (known.is === 'value') return { ok: true, value: known.value }
    if (known.is === 'error') return { ok: false, error: known.error }
    switch (meaning.as) {
      case 'false':
        return { ok: true, value: false }
      case 'condition': {
        const holds = this.#condition(ast, scope)
        return holds === 'error'
          ? { ok: false, error: 'It compares different kinds.' }
          : { ok: true, value: holds }
      }
      case 'list':
        return { ok: true, value: this.#list(ast, scope, source, meaning.most) }
      case 'column':
        return { ok: true, value: this.#scalar(ast, scope) ?? this.#columnValue(ast) }
      case 'seconds':
        return { ok: true, value: 1 }
    }
  }

  evaluatePartly(source: string, scope: Scope, { roots, members }: Unknowns): PartlyEvaluated {
    const parsed = parseCel(source)
    if (!parsed.ok) return { is: 'error', error: parsed.error }
    this.#isTable = false
    const { ast } = parsed
    const later = { ...scope }
    for (const root of roots) later[root] = unknownValue
    for (const [root, names] of Object.entries(members))
      later[root] = {
        ...asObject(scope[root]),
        ...Object.fromEntries([...names].map((name) => [name, unknownValue])),
      }
    const reads = readsOf(ast).roots
    const known = evaluatePart(ast, knownScope(later, reads, this.#facts.numbers))
    if (known.is !== 'unknown') return known
    const isLater = [...roots, ...Object.keys(members)].some((root) => reads.has(root))
    // What a step will bring stays open; what the run began with is guessed.
    if (isLater) return known
    const holds = this.#condition(ast, scope)
    return holds === 'error'
      ? { is: 'error', error: 'It compares different kinds.' }
      : { is: 'value', value: holds }
  }

  render(text: string, scope: Scope): Json {
    if (this.#facts.meanings.times.has(text)) return asTimeText(this.#now + 1000)
    const scan = scanTemplate(text)
    if (!scan.ok) return text
    const [first] = scan.parts
    if (scan.parts.length === 1 && first?.type === 'expr') return this.#shown(first.source, scope)
    const parts = scan.parts.map((part) => {
      const value = part.type === 'text' ? part.text : this.#shown(part.source, scope)
      return typeof value === 'string' ? value : JSON.stringify(value)
    })
    return parts.join('')
  }

  draw(options: number): number {
    const key = `draw ${this.#guesses.made.length}`
    return this.#guesses.choose({ key, lasts: null, options }, (chosen) => `option ${chosen + 1} is drawn`)
  }

  isKnown(value: Json): boolean {
    return !hasSymbol(value)
  }

  check(check: object, scope: Scope): 'pass' | 'fail' | 'inconclusive' {
    this.#isTable = false
    const of = this.#facts.checks.get(check)
    if (!of) return 'pass'
    if (of.check.type === 'rule') {
      const known = this.#knownRule(of.check.expr, scope)
      if (known) return known
    }
    const iteration = iterationOf(scope)
    const key = `${iteration} checks of ${of.verifier}`
    const scenarios = scenariosOf(this.#facts, of.verifier)
    const question = { key, lasts: { for: 'step' as const, iteration }, options: scenarios.length }
    const chosen = this.#guesses.choose(question, (place) => scenarios[place]?.words ?? '')
    return resultIn(scenarios[chosen], of.check.id)
  }

  /** What a rule comes to that depends on nothing but the input and what is known anyway. */
  #knownRule(source: string, scope: Scope): 'pass' | 'fail' | 'inconclusive' | null {
    const parsed = parseCel(source)
    if (!parsed.ok) return 'inconclusive'
    const known = evaluatePart(parsed.ast, this.#scopeFor(parsed.ast, scope))
    if (known.is === 'error') return 'inconclusive'
    if (known.is === 'value')
      return known.value === true ? 'pass' : known.value === false ? 'fail' : 'inconclusive'
    const isInput = [...readsOf(parsed.ast).roots].every((root) => root === 'input' || root === 'request')
    if (!isInput) return null
    const holds = this.#condition(parsed.ast, scope)
    return holds === 'error' ? 'inconclusive' : holds ? 'pass' : 'fail'
  }

  #scopeFor(ast: Ast, scope: Scope): Scope {
    return knownScope(scope, readsOf(ast).roots, this.#facts.numbers)
  }

  #shown(source: string, scope: Scope): Json {
    const parsed = parseCel(source)
    if (!parsed.ok) return symbol(source)
    const { roots } = readsOf(parsed.ast)
    const known = evaluatePart(parsed.ast, this.#scopeFor(parsed.ast, scope))
    if (known.is === 'value') return known.value
    const item = roots.has('item') ? scope.item : undefined
    return symbol(item === undefined ? source : `${source} of ${JSON.stringify(item)}`)
  }

  #condition(ast: Ast, scope: Scope): boolean | 'error' {
    const known = evaluatePart(ast, this.#scopeFor(ast, scope))
    if (known.is === 'value') return typeof known.value === 'boolean' ? known.value : 'error'
    if (known.is === 'error') return 'error'
    const { exprKind } = ast
    if (exprKind.case === 'callExpr' && !exprKind.value.target) {
      const { function: name, args } = exprKind.value
      if (name === '_&&_') return this.#joined(args, scope, false)
      if (name === '_||_') return this.#joined(args, scope, true)
      const [first, second, third] = args
      if (name === '!_' && first) return negated(this.#condition(first, scope))
      if (name === '_?_:_' && first && second && third) {
        const which = this.#condition(first, scope)
        return which === 'error' ? which : this.#condition(which ? second : third, scope)
      }
    }
    const comparison = comparisonOf(ast)
    const value = comparison ? this.#scalar(comparison.term, scope) : undefined
    if (comparison && value !== undefined) return comparison.holds(value)
    const own = this.#scalar(ast, scope, booleans) ?? false
    return typeof own === 'boolean' ? own : 'error'
  }

  /** Stops at what decides, so that nothing is guessed that does not matter. */
  #joined(args: readonly Ast[], scope: Scope, decisive: boolean): boolean | 'error' {
    const known = args.map((arg) => evaluatePart(arg, this.#scopeFor(arg, scope)))
    if (known.some((each) => each.is === 'value' && each.value === decisive)) return decisive
    let isError = false
    for (const arg of args) {
      const value = this.#condition(arg, scope)
      if (value === decisive) return decisive
      isError ||= value === 'error'
    }
    return isError ? 'error' : !decisive
  }

  /** A value for a term; undefined where nothing says which it could have. */
  #scalar(term: Ast, scope: Scope, otherwise: readonly Scalar[] = []): Scalar | undefined {
    const known = evaluatePart(term, this.#scopeFor(term, scope))
    if (known.is === 'value' && !isStructure(known.value)) return known.value
    const text = textOf(term)
    const listed = this.#facts.domains.valuesOf(text)
    const values = listed.length > 0 ? listed : otherwise
    if (values.length === 0) return undefined
    const isInPlan = this.#isTable && !this.#facts.termsBesidesTables.has(text)
    const question = { ...this.#placeOf(term, text, scope), options: values.length, isInPlan }
    const chosen = this.#guesses.choose(question, (place) => words(shownTerm(term), values[place]))
    return values[chosen]
  }

  /** A value that only cells look at, each by itself. */
  #columnValue(ast: Ast): string {
    const value = symbol(textOf(ast))
    if ([...readsOf(ast).roots].every((root) => ofRun.has(root))) this.#fixedColumns.add(value)
    return value
  }

  #list(ast: Ast, scope: Scope, source: string, most: number): Json {
    const question = { ...this.#placeOf(ast, textOf(ast), scope), options: Math.min(mostItems, most) + 1 }
    const count = this.#guesses.choose(question, (size) => `${source} has ${itemWords(size)}`)
    return Array.from({ length: count }, (_, place) => symbol(`item ${place + 1} of ${source}`))
  }

  #isFixed(it: Json | undefined): boolean {
    return typeof it === 'string' && this.#fixedColumns.has(it)
  }

  /** What a guess is about, and how long it stands: the same values give the same result. */
  #placeOf(ast: Ast, text: string, scope: Scope): { key: string; lasts: Lasts } {
    const { roots, steps } = readsOf(ast)
    const iteration = iterationOf(scope)
    const parts: string[] = [text]
    let lasts: Lasts = { for: 'run' }
    for (const root of roots) {
      if (root === 'it') parts.push(JSON.stringify(scope.it ?? null))
      if (ofRun.has(root) || (root === 'it' && this.#isFixed(scope.it))) continue
      if (lasts.for === 'run') {
        lasts = { for: 'iteration', iteration }
        parts.push(`iteration ${iteration}`)
      }
      if (ofStep.has(root)) {
        lasts = { for: 'step', iteration }
        parts.push(`${root} ${JSON.stringify(scope[root] ?? null)}`)
      }
      if (root === 'steps') parts.push(statusesOf(scope.steps, steps))
      if (root === 'verdict') parts.push(JSON.stringify(asObject(scope.verdict).verdict ?? null))
    }
    return { key: parts.join(' | '), lasts }
  }
}

const ofRun = new Set(['input', 'request', 'recent'])
const ofStep = new Set([
  'args',
  'output',
  'item',
  'index',
  'event',
  'action',
  'checks',
  'risk',
  'conclusion',
  'classes',
])

function statusesOf(steps: Json | undefined, ids: ReadonlySet<string> | null): string {
  return Object.entries(asObject(steps))
    .filter(([id]) => ids === null || ids.has(id))
    .map(([id, step]) => `${id} ${JSON.stringify(asObject(step).status ?? null)}`)
    .join(' ')
}

function resultIn(scenario: Scenario | undefined, check: string): 'pass' | 'fail' | 'inconclusive' {
  if (!scenario || scenario.is === 'pass') return 'pass'
  return scenario.check === null || scenario.check === check ? scenario.is : 'pass'
}

function negated(value: boolean | 'error'): boolean | 'error' {
  return value === 'error' ? value : !value
}

function isStructure(value: Json): value is Exclude<Json, Scalar> {
  return typeof value === 'object' && value !== null
}

function iterationOf({ run }: Scope): number {
  return Number(asObject(run).iteration ?? 0)
}

function asObject(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function words(text: string, value: Scalar | undefined): string {
  return `${text} is ${JSON.stringify(value)}`
}

function itemWords(count: number): string {
  return count === 0 ? 'no items' : count === 1 ? 'one item' : `${count} items`
}
