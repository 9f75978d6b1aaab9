import type { ProgramAction } from '../compile/program.ts'
import { conjunctsOf } from '../expr/conjuncts.ts'
import { referencesOf, templateReferences } from '../expr/references.ts'
import { scanTemplate } from '../expr/scanTemplate.ts'
import { render } from '../expr/template.ts'
import type { StepTemplate } from '../graph/nodes/planner.ts'
import type { Json, JsonObject } from '../json.ts'
import { GoalCondition, type Knowledge } from './goalCondition.ts'

/** What a plan costs, in whole numbers so that the order of adding changes nothing. */
export type Sums = {
  /** Hundred-millionths of a USD. */
  cost: number
  risk: number
  steps: number
  /** As `cost`, for the dearest of a step and its fallbacks, and all the items that it may map over. */
  worst: number
}

/** What the search looks at of an action. */
export type GoalAction = Pick<ProgramAction, 'needs' | 'gives' | 'costUsd' | 'risk'>

/** A step that the search may take. */
export type Candidate = {
  /** Its place among the candidates: the earlier wins a draw. */
  bit: bigint
  step: StepTemplate
  action: GoalAction
  /** The facts that it gives. */
  gives: bigint
  /** The candidates that have to be done before. */
  requires: bigint
  conditions: readonly GoalCondition[]
  sums: Sums
}

/** The places of a template that hold expressions. */
export function expressionsIn(template: Json): string[] {
  const found: string[] = []
  const rest: Json[] = [template]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'object' && next !== null) rest.push(...Object.values(next).toReversed())
    if (typeof next !== 'string') continue
    const scan = scanTemplate(next)
    if (scan.ok) for (const part of scan.parts) if (part.type === 'expr') found.push(part.source)
  }
  return found
}

/** What has to hold before a step can be used: what its action needs, its own condition, and what its arguments read. */
export function conditionsOf(step: StepTemplate, action: GoalAction, knowledge: Knowledge): GoalCondition[] {
  const args = knownArgs(step, knowledge)
  const condition = (source: string) => new GoalCondition(source, knowledge, { isValue: false, ...args })
  const value = (source: string) => new GoalCondition(source, knowledge, { isValue: true })
  const templates: Json[] = [step.args ?? {}, ...(step.fallback ?? []).map((each) => each.args ?? {})]
  const read = [...(step.map ? [step.map.over] : []), ...templates.flatMap(expressionsIn)]
  return [
    ...(action.needs === null ? [] : conjunctsOf(action.needs).map(condition)),
    ...(step.when === undefined ? [] : conjunctsOf(step.when).map(condition)),
    ...[...new Set(read)].map(value),
  ]
}

/** The arguments that can be told now, and the names of the others. */
function knownArgs(step: StepTemplate, knowledge: Knowledge): { args: JsonObject; unknownArgs: Set<string> } {
  const args: [string, Json][] = []
  const unknownArgs = new Set<string>()
  for (const [name, template] of Object.entries(step.args ?? {})) {
    const { roots } = templateReferences(template)
    const isOpen = roots.has('facts') || [...roots].some((root) => knowledge.unknown.has(root))
    const value = isOpen ? null : render(template, knowledge.scope)
    if (value?.ok) args.push([name, value.value])
    else unknownArgs.add(name)
  }
  return { args: Object.fromEntries(args), unknownArgs }
}

/** The steps that a step waits for: those it names, and those it reads. */
export function stepsBefore(step: StepTemplate): Set<string> {
  const templates = [step.args ?? {}, ...(step.fallback ?? []).map((each) => each.args ?? {})]
  const expressions = [step.when, step.map?.over].flatMap((source) => source ?? [])
  return new Set([
    ...(step.after ?? []),
    ...templates.flatMap((template) => [...templateReferences(template).steps]),
    ...expressions.flatMap((source) => [...referencesOf(source).steps]),
  ])
}
