import type { Program } from '../compile/program.ts'
import { walkAst } from '../expr/ast.ts'
import { parseCel } from '../expr/parseCel.ts'
import { referencesOf } from '../expr/references.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Check } from '../graph/nodes/check.ts'
import type { Strategy } from '../graph/nodes/planner.ts'
import { stepTemplatesOf } from './clamp.ts'
import { Domains } from './domains.ts'
import type { KnownNumbers } from './knownScope.ts'
import { type Meanings, meaningsOf } from './meanings.ts'
import { readsOf } from './reads.ts'
import { schemaOfTerm } from './termSchemas.ts'
import { textOf } from './terms.ts'

/** What is looked up about a program again and again while it is explored. */
export type ProgramFacts = {
  program: Program
  meanings: Meanings
  domains: Domains
  numbers: KnownNumbers
  /** The checks, with their verifiers. */
  checks: ReadonlyMap<object, { verifier: NodeId; check: Check }>
  /** Whether anything depends on more of a verdict than what it was. */
  readsVerdict: boolean
  /** The steps that decisions read; null when they are chosen while evaluating. */
  readSteps: ReadonlySet<string> | null
  /** From which number of started steps on another iteration can meet the limit; nothing before it depends on how many there are. */
  stepsFrom: number
  /** Whether the limit on cost can be met, or is read. */
  countsCost: boolean
  hasIrreversible: boolean
  /** Whether what a step is called with decides anything. */
  readsArgs: boolean
  /** The columns and cells of tables that make a plan by themselves. */
  tableSources: ReadonlySet<string>
  /** The parts of all other expressions that decide. */
  termsBesidesTables: ReadonlySet<string>
  /** Whether a step that waits to start may be looked at again. */
  looksAgain: boolean
}

export function factsOfProgram(program: Program, isIterationCut: boolean): ProgramFacts {
  const meanings = meaningsOf(program)
  const sources = decidingSources(program, meanings)
  const actions = Object.values(program.actions)
  const hasChild = actions.some(({ call }) => call.uses === 'loop')
  const tableSources = new Set(sourcesOfTables(program))
  return {
    program,
    meanings,
    domains: domainsOf(program, meanings, sources),
    numbers: { iteration: !isIterationCut, costUsd: !hasChild, steps: !hasChild },
    checks: new Map(
      Object.entries(program.verifiers).flatMap(([verifier, { checks }]) =>
        checks.map((check) => [check, { verifier, check }] as const),
      ),
    ),
    readsVerdict: sources.some(readsVerdictDetails),
    readSteps: stepsRead(sources),
    stepsFrom: sources.some((source) => readsRun(source, 'steps'))
      ? 0
      : program.limits.steps - mostPlanned(program, () => 1),
    countsCost: mayCostMore(program) || sources.some((source) => readsRun(source, 'costUsd')),
    hasIrreversible: actions.some(({ reversibility }) => reversibility === 'irreversible'),
    readsArgs: sources.some((source) => referencesOf(source).roots.has('args')),
    tableSources,
    termsBesidesTables: partsIn(besidesTables(program, meanings)),
    looksAgain: actions.some(({ leases, assumes }) => leases.length > 0 || assumes.length > 0),
  }
}

/** The tables that plan; rails are looked at more than once for a plan. */
function tablesOf(program: Program) {
  return Object.values(program.planners).flatMap(({ strategy }) =>
    strategy.type === 'table' ? [strategy] : [],
  )
}

function sourcesOfTables(program: Program): string[] {
  return tablesOf(program).flatMap(({ inputs, rules }) => [
    ...inputs.map(({ expr }) => expr),
    ...rules.flatMap(({ cells }) => cells),
  ])
}

function besidesTables(program: Program, meanings: Meanings): string[] {
  const tables = tablesOf(program)
  const columns = meanings.columns.filter(({ source, cells }) =>
    tables.every(({ inputs, rules }) => {
      const place = inputs.findIndex(({ expr }) => expr === source)
      return place < 0 || rules.some((rule, row) => rule.cells[place] !== cells[row])
    }),
  )
  return decidingSources(program, { ...meanings, columns })
}

/** Every part of some expressions, as text. */
function partsIn(sources: readonly string[]): ReadonlySet<string> {
  const parts = new Set<string>()
  for (const source of sources) {
    const parsed = parseCel(source)
    if (parsed.ok) walkAst(parsed.ast, (ast) => parts.add(textOf(ast)))
  }
  return parts
}

/** Every expression that decides something. */
function decidingSources(program: Program, { conditions, columns }: Meanings): string[] {
  const lists = Object.values(program.planners).flatMap(({ strategy }) =>
    stepTemplatesOf(strategy).flatMap(({ map }) => map?.over ?? []),
  )
  const checks = Object.values(program.verifiers).flatMap((verifier) => verifier.checks.flatMap(sourcesOf))
  return [...conditions, ...columns.flatMap(({ source, cells }) => [source, ...cells]), ...lists, ...checks]
}

function sourcesOf(check: Check): string[] {
  switch (check.type) {
    case 'rule':
      return [check.expr]
    case 'schema':
    case 'integrity':
      return [check.target]
    case 'quality':
      return [check.target, ...(check.fresh ? [check.fresh.at] : [])]
    case 'variance':
      return [check.actual, ...(check.expected === undefined ? [] : [check.expected])]
    case 'drift':
      return check.fields.map(({ value }) => value)
    case 'http':
      return []
  }
}

function domainsOf(program: Program, meanings: Meanings, sources: readonly string[]): Domains {
  const domains = new Domains((term) => schemaOfTerm(program, term))
  for (const source of sources) domains.read(source)
  for (const { source, cells } of meanings.columns) domains.readColumn(source, cells)
  // An input that such a check refuses is no run.
  for (const { when, effect } of program.trigger.quality) if (effect === 'reject') domains.assume(when)
  return domains.settle()
}

function readsVerdictDetails(source: string): boolean {
  const parsed = parseCel(source)
  if (!parsed.ok || !readsOf(parsed.ast).roots.has('verdict')) return false
  const bare = textOf(parsed.ast).replaceAll(/verdict\.(verdict|verifier|iteration)\b/g, '')
  return /\bverdict\b(?!, null)/.test(bare)
}

function stepsRead(sources: readonly string[]): ReadonlySet<string> | null {
  const steps = new Set<string>()
  for (const source of sources) {
    const parsed = parseCel(source)
    if (!parsed.ok) continue
    const reads = readsOf(parsed.ast)
    if (reads.steps === null) return null
    for (const step of reads.steps) steps.add(step)
  }
  return steps
}

function readsRun(source: string, member: string): boolean {
  if (!referencesOf(source).roots.has('run')) return false
  const parsed = parseCel(source)
  return parsed.ok && textOf(parsed.ast).includes(`run.${member}`)
}

function mayCostMore(program: Program): boolean {
  const most =
    program.limits.iterations * mostPlanned(program, (action) => program.actions[action]?.costUsd ?? 0)
  const hasChild = Object.values(program.actions).some(({ call }) => call.uses === 'loop')
  return most > program.limits.costUsd || (hasChild && most > 0)
}

/** The most that the steps of a plan come to, fallbacks and items included. */
function mostPlanned(program: Program, weight: (action: NodeId) => number): number {
  const sums = Object.values(program.planners).map(({ strategy, actions }) => {
    const templates = stepTemplatesOf(strategy)
    const written = templates.reduce((sum, { action, map, fallback = [] }) => {
      const one = weight(action) + fallback.reduce((more, each) => more + weight(each.action), 0)
      return sum + one * (map ? 2 : 1)
    }, 0)
    const isAsked = strategiesOf(strategy).some(({ type }) => type === 'http')
    return written + (isAsked ? actions.reduce((sum, action) => sum + weight(action), 0) : 0)
  })
  return Math.max(0, ...sums)
}

function strategiesOf(strategy: Strategy): readonly Strategy[] {
  return strategy.type === 'federation' ? strategy.members.map((member) => member.strategy) : [strategy]
}
