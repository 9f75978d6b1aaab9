import { GraphIndex } from '../../../shared/compile/graphIndex.ts'
import { Scopes } from '../../../shared/compile/scopes.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import { exprLimits } from '../../../shared/expr/exprLimits.ts'
import { memberNames, typeOfSchema } from '../../../shared/expr/schemaType.ts'
import { functionNames, type Signature, signaturesOf } from '../../../shared/expr/signatures.ts'
import { readDocs } from './docComments.ts'
import { functionExamples, operatorExamples } from './functionExamples.ts'
import { leastGraph } from './leastGraph.ts'
import { code, pageOf, tableOf } from './markdown.ts'

/** What each root is. */
const meanings: Readonly<Record<string, string>> = {
  input: 'The input of the run.',
  request: 'What is kept of the caller’s request.',
  run: 'The run: times in milliseconds since the epoch.',
  verdict: 'The last verdict, null in the first iteration; `checks` has a member for each check.',
  facts: 'What steps have brought, by the names of the facts that their actions give.',
  plan: 'The plan, null before there is one; `expected` is the outcome that it declares.',
  steps:
    'The steps of the plan by id: `status` is waiting, running, succeeded, failed, uncertain or skipped.',
  passed: 'What the last `pass` verified, null before there is one: the outputs of its steps, by their ids.',
  checks:
    'The checks of the verifier by their ids, each with its `result`, `severity`, `message` and `evidence`.',
  risk: 'The risk of these checks, 0 to 1.',
  conclusion: 'The verdict that these checks add up to.',
  now: 'The time of the decision.',
  recent:
    'What the loop’s shard did before this run: runs of the last minute, hour and day, failures and cost of the last day.',
  classes: 'The data classes (`x-data-class`) of what is at hand.',
  sentBack: 'Who sent the run back to this planner, with what feedback; null when nobody did.',
  args: 'The arguments of the step.',
  output: 'What the call brought.',
  action: 'The action that a policy looks at.',
  event: 'The event that is compared.',
  item: 'The item of the list that is mapped over.',
  index: 'Its place, from 0.',
  it: 'The value of the column.',
  secrets: 'Secrets of the workspace, by name. Only where something is sent to a host; never in the log.',
}

/** What can be written in expressions, and what they can read where. */
export function expressionPage(top: string): string {
  return pageOf(
    '# Expressions',
    'Conditions are CEL (Common Expression Language). Texts and JSON values of the configuration are templates: they may hold `{{ CEL }}`, and a text that is one expression keeps the type of its value. `\\{{` stands for `{{` as text. A value is never looked at for expressions again.',
    rootsPart(),
    placesPart(),
    functionsPart(),
    limitsPart(top),
  )
}

function exampleScopes() {
  const index = new GraphIndex(leastGraph)
  const scopes = new Scopes(index)
  const action = index.nodeOf('act', 'action')
  const verifier = index.nodeOf('check', 'verifier')
  if (!action || !verifier) throw new Error('The least graph has no action, or no verifier')
  return { scopes, action, verifier }
}

function rootsPart(): string {
  const { scopes, action, verifier } = exampleScopes()
  const shape = {
    ...scopes.cell(),
    ...scopes.item([]),
    ...scopes.event(action),
    ...scopes.output(action),
    ...scopes.call(action),
    ...scopes.policy('output'),
    ...scopes.gate(verifier),
  }
  const rows = Object.entries(shape).map(([root, schema]) => {
    const says = meanings[root]
    if (says === undefined) throw new Error(`The page does not say what “${root}” is`)
    const members = memberNames(typeOfSchema(schema)).map(code).join(', ')
    return [code(root), root === 'steps' ? '`status`, `output`, `error` of each' : members, says]
  })
  return ['## Names', tableOf(['name', 'members', 'meaning'], rows)].join('\n\n')
}

function placesPart(): string {
  const { scopes, action, verifier } = exampleScopes()
  const places: [string, object][] = [
    ['Trigger: dedupe key, quality checks, admission key, `observedAt`', scopes.trigger()],
    [
      'Planner: columns of a table and of rails, conditions of options, `context`, `expected`',
      scopes.planner(),
    ],
    ['Cells of a table and of rails', scopes.cell()],
    ['Path and headers of an external planner', scopes.planCall()],
    ['Arguments, `when` and `map.over` of a step', scopes.step([])],
    ['Arguments and `when` of a step that maps over a list', scopes.item([])],
    [
      '`needs`, `leases` and assumptions of an action; a child run’s input; the type of an event; how long a wait is',
      scopes.action(action),
    ],
    ['Calls, probes, path and data of an event', scopes.call(action)],
    ['`match` of a wait for an event', scopes.event(action)],
    ['`ensures` and `undoArgs` of an action; what the answer of a probe tells', scopes.output(action)],
    ['Checks, bodies of outcomes, what an approver is shown', scopes.afterwards()],
    ['The gate of a verifier', scopes.gate(verifier)],
    ['Path and headers of an external checker', scopes.checkCall()],
    ['Policies at input, plan and verdict', scopes.policy('verdict')],
    ['Policies at step', scopes.policy('step')],
    ['Policies at output', scopes.policy('output')],
  ]
  const rows = places.map(([place, shape]) => [place, Object.keys(shape).map(code).join(', ')])
  return ['## Places', tableOf(['where', 'what can be read'], rows)].join('\n\n')
}

function functionsPart(): string {
  const missing = functionNames().filter((name) => functionExamples[name] === undefined)
  if (missing.length > 0) throw new Error(`The page has no example of ${missing.join(', ')}`)
  const functions = functionNames().map((name) => {
    const [says = '', example = ''] = functionExamples[name] ?? []
    const signatures = new Set((signaturesOf(name) ?? []).map((signature) => signatureText(name, signature)))
    return [[...signatures].map(code).join('<br>'), says, code(example), code(resultOf(example))]
  })
  const operators = operatorExamples.map(([says, example]) => [code(example), code(resultOf(example)), says])
  return [
    '## Operators and macros',
    tableOf(['example', 'gives', 'meaning'], operators),
    '## Functions',
    tableOf(['how it is called', 'meaning', 'example', 'gives'], functions),
  ].join('\n\n')
}

function signatureText(name: string, { target, args, result }: Signature): string {
  const list = args.map((kind) => kind ?? 'any').join(', ')
  const call = target === undefined ? `${name}(${list})` : `${target ?? 'any'}.${name}(${list})`
  return `${call}: ${result ?? 'any'}`
}

function resultOf(example: string): string {
  const result = evaluate(example, {})
  if (!result.ok) throw new Error(`The example ${example} fails: ${result.error}`)
  return JSON.stringify(result.value)
}

function limitsPart(top: string): string {
  const { says } = readDocs(top, ['expr/exprLimits.ts'])
  const rows = Object.entries(exprLimits).map(([name, value]) => [
    code(name),
    value.toLocaleString('en'),
    says.get(`exprLimits.${name}`) ?? '',
  ])
  return [
    '## Limits',
    'Past one, an expression is refused: before it is evaluated where that can be known, else while it is.',
    tableOf(['limit', 'value', 'meaning'], rows),
  ].join('\n\n')
}
