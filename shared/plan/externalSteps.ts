import type { Program } from '../compile/program.ts'
import { hasPlace } from '../expr/bindings.ts'
import { parseCel } from '../expr/parseCel.ts'
import { type References, referencesOf } from '../expr/references.ts'
import type { StepId } from '../graph/ids.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import type { ContractStep } from './contract.ts'
import type { Draft, DraftCall } from './draft.ts'
import type { PlanReason } from './reason.ts'

type ContractCall = Pick<ContractStep, 'action' | 'args' | 'bindings' | 'why'>

/** What conditions and lists of an external planner may read. Secrets, headers and the graph's own words are not among them. */
const readable: ReadonlySet<string> = new Set(['input', 'facts', 'verdict', 'run', 'steps'])
const readableByItem: ReadonlySet<string> = new Set([...readable, 'item', 'index'])

/**
 * The steps that an external planner sent. Its arguments are values and are never evaluated; a binding is a path and nothing else. What
 * the engine would only find out when the step starts is said now, while the planner can still be asked again.
 */
export function bindContractSteps(
  program: Program,
  steps: readonly ContractStep[],
): { drafts: Draft[]; faults: PlanReason[] } {
  const known = new Set(steps.map((step) => step.id))
  const faults = steps.flatMap((step) => [
    ...callFaults(program, step, step, known),
    ...(step.fallback ?? []).flatMap((call) => callFaults(program, step, call, known)),
    ...conditionFaults(step, known),
  ])
  return { drafts: steps.map(draftOf), faults }
}

function draftOf(step: ContractStep): Draft {
  const { id, after = [], when, map, fallback = [] } = step
  return { id, ...callOf(step), after, when: when ?? null, map: map ?? null, fallback: fallback.map(callOf) }
}

function callOf({ action, args = {}, bindings = {}, why }: ContractCall): DraftCall {
  const bound = Object.entries(bindings).map(([pointer, path]) => [pointer, `{{ ${path} }}`] as const)
  return { action, args, bindings: Object.fromEntries(bound), why: why ?? null }
}

function callFaults(
  program: Program,
  step: ContractStep,
  { action, args = {}, bindings = {} }: ContractCall,
  known: ReadonlySet<StepId>,
): PlanReason[] {
  const fault = (message: string) => unsound(step.id, message)
  const places = Object.entries(bindings).flatMap(([pointer, path]) => {
    if (!hasPlace(args, pointer))
      return [fault(`the arguments have no place ${pointer} for its binding; put null there.`)]
    const items = step.map ? [] : ['item', 'index']
    return readFaults(step.id, referencesOf(path), known, items, `binding ${pointer}`)
  })
  const schema = program.actions[action]?.args
  // Arguments that are still to come are checked when the step starts.
  if (places.length > 0 || !schema || Object.keys(bindings).length > 0) return places
  const validity = validateSchema(schema, args)
  if (validity.ok) return []
  return validity.errors
    .slice(0, 5)
    .map(({ pointer, message }) =>
      fault(`${pointer === '' ? 'arguments' : `argument ${pointer}`}: ${message}`),
    )
}

function conditionFaults(step: ContractStep, known: ReadonlySet<StepId>): PlanReason[] {
  const sources = [
    ...(step.when === undefined
      ? []
      : [{ name: 'when', source: step.when, may: step.map ? readableByItem : readable }]),
    ...(step.map ? [{ name: 'map.over', source: step.map.over, may: readable }] : []),
  ]
  const after = (step.after ?? []).filter((id) => !known.has(id))
  return [
    ...after.map((id) => unsound(step.id, `it comes after “${id}”, which is no step of the plan.`)),
    ...sources.flatMap(({ name, source, may }) => {
      const parsed = parseCel(source)
      if (!parsed.ok) return [unsound(step.id, `${name}: ${parsed.error}`)]
      const reads = referencesOf(source)
      const other = [...reads.roots].filter((root) => !may.has(root))
      return readFaults(step.id, reads, known, other, name)
    }),
  ]
}

/** What it reads that it may not, or that is not there. */
function readFaults(
  step: StepId,
  reads: References,
  known: ReadonlySet<StepId>,
  forbidden: readonly string[],
  where: string,
): PlanReason[] {
  const unread = forbidden.filter((root) => reads.roots.has(root))
  const missing = [...reads.steps].filter((id) => !known.has(id))
  return [
    ...unread.map((root) => unsound(step, `${where} reads “${root}”, which it may not.`)),
    ...missing.map((id) => unsound(step, `${where} reads step “${id}”, which is no step of the plan.`)),
  ]
}

function unsound(step: StepId, what: string): PlanReason {
  return { code: 'unsound', message: `Step “${step}”: ${what}`, step }
}
