import { canonicalJson } from '../../audit/canonicalJson.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { StepTemplate, TableStrategy } from '../../graph/nodes/planner.ts'
import type { Check } from '../../graph/nodes/verifier.ts'
import type { Json } from '../../json.ts'
import { TableAnalysis } from '../../plan/analyseTable.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { removeField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { stepsMeaning } from '../stepsMeaning.ts'
import { stepLists, strategiesOf } from '../strategies.ts'

/** What is done, judged or tried twice where once was meant. */
export function checkRepeats(index: GraphIndex): Diagnostic[] {
  return [
    ...index
      .nodesOf('planner')
      .flatMap((planner) => [
        ...checkLists(index, planner),
        ...checkTables(index, planner),
        ...checkMembers(index, planner),
        ...checkFallbacks(index, planner),
      ]),
    ...index
      .nodesOf('verifier')
      .flatMap((verifier) => [...checkRoutes(index, verifier), ...checkChain(index, verifier)]),
  ]
}

type Placed = { step: StepTemplate; field: string }

/** What a step does, whatever it is called and whenever it comes. */
const meaningOf = (step: StepTemplate) => stepsMeaning([{ ...step, id: 'same', after: [] }])

/** Whether doing it again does it twice: a repeated call of another step has another idempotency key. */
function lasts(index: GraphIndex, { action: id }: StepTemplate): boolean {
  const action = index.nodeOf(id, 'action')
  return action?.reversibility === 'compensable' || action?.reversibility === 'irreversible'
}

/** Two steps of one plan that make the same call. */
function checkLists(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  return stepLists(planner).flatMap(({ steps, field, type }) => {
    if (type === 'goal') return []
    const placed = steps.map((step, place): Placed => ({ step, field: `${field}/${place}` }))
    return sameCalls(index, placed).map((pair) => report(index, planner, pair))
  })
}

/** Steps that do the same as one before them under another id. */
function sameCalls(index: GraphIndex, placed: readonly Placed[]): { first: Placed; again: Placed }[] {
  const known = new Map<string, Placed>()
  return placed.flatMap((again) => {
    if (!lasts(index, again.step)) return []
    const meaning = meaningOf(again.step)
    const first = known.get(meaning)
    known.set(meaning, first ?? again)
    return first && first.step.id !== again.step.id ? [{ first, again }] : []
  })
}

function report(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  { first, again }: { first: Placed; again: Placed },
): Diagnostic {
  const title = index.node(again.step.action)?.title ?? again.step.action
  const message = `“${first.step.id}” and “${again.step.id}” make the same call of “${title}”: it is done twice`
  return diagnose('diamond-join', fieldOf(planner.id, again.field), message)
}

/** Rules that can match together, and make the same call under two ids. */
function checkTables(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  return strategiesOf(planner).flatMap(({ strategy, field }) => {
    if (strategy.type !== 'table') return []
    const merges = strategy.hitPolicy === 'collect' || strategy.hitPolicy === 'rule-order'
    if (!merges) return []
    const stepsIn = (rule: number) => placedIn(strategy, field, rule)
    const pairOf = (rule: number, other: number) =>
      sameCalls(index, [...stepsIn(other), ...stepsIn(rule)]).find(
        ({ first, again }) => stepsIn(other).some(isAt(first)) && stepsIn(rule).some(isAt(again)),
      )
    const analysis = new TableAnalysis(strategy.inputs, strategy.rules)
    return analysis
      .overlaps((rule, other) => pairOf(rule, other) !== undefined)
      .flatMap(({ rule, other }) => {
        const pair = pairOf(rule, other)
        return pair ? [report(index, planner, pair)] : []
      })
  })
}

const isAt =
  ({ field }: Placed) =>
  (other: Placed) =>
    other.field === field

function placedIn(strategy: TableStrategy, field: string, rule: number): Placed[] {
  return (strategy.rules[rule]?.steps ?? []).map((step, place) => ({
    step,
    field: `${field}/rules/${rule}/steps/${place}`,
  }))
}

/** Members of a federation whose plans are joined, and which make the same call under two ids. */
function checkMembers(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  const { strategy } = planner
  if (strategy.type !== 'federation' || strategy.combine !== 'merge') return []
  const placed = strategy.members.flatMap(({ strategy: own }, member) =>
    own.type === 'sequence'
      ? own.steps.map((step, place) => ({
          step,
          field: `/strategy/members/${member}/strategy/steps/${place}`,
        }))
      : [],
  )
  const memberOf = ({ field }: Placed) => field.split('/')[3]
  return sameCalls(index, placed)
    .filter(({ first, again }) => memberOf(first) !== memberOf(again))
    .map((pair) => report(index, planner, pair))
}

/** What is tried instead, and is the same. */
function checkFallbacks(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  return stepLists(planner).flatMap(({ steps, field }) =>
    steps.flatMap((step, place) => {
      const tried = [callText(step)]
      return (step.fallback ?? []).flatMap((fallback, which) => {
        const text = callText(fallback)
        const isKnown = tried.includes(text)
        tried.push(text)
        if (!isKnown) return []
        const at = `${field}/${place}/fallback/${which}`
        const message = `Instead of “${step.id}” the same call is made again, though it has just failed for good`
        const fix = removeField(index, planner.id, at, 'Remove the fallback')
        return [diagnose('fallback-repeats', fieldOf(planner.id, at), message, fix)]
      })
    }),
  )
}

const callText = ({ action, args = {} }: Pick<StepTemplate, 'action' | 'args'>) =>
  canonicalJson({ action, args })

/** Success and something else go on at one place, so the verdict makes no difference there. */
function checkRoutes(index: GraphIndex, { id, title }: NodeOf<'verifier'>): Diagnostic[] {
  const next = index.target(id, 'pass')
  const kind = next === null ? undefined : index.node(next)?.kind
  if (next === null || (kind !== 'verifier' && kind !== 'planner')) return []
  const ports = ['replan', 'rollback', 'escalate', 'bail'] as const
  return ports
    .filter((port) => index.target(id, port) === next)
    .map((port) => {
      const message = `“pass” and “${port}” of “${title}” both lead to “${index.node(next)?.title}”: what it finds makes no difference`
      return diagnose('diamond-join', { node: id, port }, message)
    })
}

/** The same check in two verifiers of one path: it can’t come to anything else, and its weight counts twice. */
function checkChain(index: GraphIndex, verifier: NodeOf<'verifier'>): Diagnostic[] {
  const earlier = judgesBefore(index, verifier)
  return verifier.checks.flatMap((check, place) => {
    const text = checkText(check)
    const owner = earlier.find((other) => other.checks.some((each) => checkText(each) === text))
    if (!owner) return []
    const message = `“${owner.title}” has made the check “${check.id}” already, on the same path`
    return [diagnose('diamond-join', fieldOf(verifier.id, `/checks/${place}`), message)]
  })
}

/** The verifiers that judge the same steps before: over any verdict or approval, with no planner between. */
function judgesBefore(index: GraphIndex, { id }: NodeOf<'verifier'>): NodeOf<'verifier'>[] {
  const seen = new Set([id])
  const rest = [id]
  for (let next = rest.pop(); next !== undefined; next = rest.pop())
    for (const { from } of index.arriving(next)) {
      const kind = index.node(from.node)?.kind
      if (seen.has(from.node) || (kind !== 'verifier' && kind !== 'approval')) continue
      seen.add(from.node)
      rest.push(from.node)
    }
  return index.nodesOf('verifier').filter((other) => other.id !== id && seen.has(other.id))
}

/** What a check looks at, whatever it is called and leads to. */
function checkText(check: Check): string {
  const { id: _, title: _title, weight: _weight, onFail: _onFail, message: _message, ...what } = check
  return canonicalJson(what as Json)
}
