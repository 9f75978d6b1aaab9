import { answers, loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

export const planning = [
  scenario({
    shows: 'does the steps of a sequence one after the other, with what those before brought',
    graph: loop('sequence', {
      strategy: sequence('find', {
        id: 'greet',
        action: 'greet',
        args: { to: '{{ steps.find.output.body.name }}', n: '{{ input.n }}' },
      }),
      actions: { find: {}, greet: {} },
    }),
    input: { n: 4 },
    mocks: { find: answers({ name: 'Ada' }) },
  }),
  scenario({
    shows: 'plans what the first rule of a table says that matches',
    graph: loop('table', {
      strategy: {
        type: 'table',
        hitPolicy: 'first',
        inputs: [{ id: 'n', label: 'n', expr: 'input.n' }],
        rules: [
          { id: 'many', cells: ['it > 10'], steps: [{ id: 'call', action: 'call' }] },
          { id: 'some', cells: ['it > 2'], steps: [{ id: 'write', action: 'write' }] },
        ],
        otherwise: [],
      },
      actions: { call: {}, write: {} },
    }),
    input: { n: 4 },
  }),
  scenario({
    shows: 'takes the bail route when no rule of a table matches',
    graph: loop('no-plan', {
      strategy: {
        type: 'table',
        hitPolicy: 'unique',
        inputs: [{ id: 'n', label: 'n', expr: 'input.n' }],
        rules: [{ id: 'many', cells: ['it > 10'], steps: [{ id: 'call', action: 'call' }] }],
      },
      actions: { call: {} },
    }),
    input: { n: 4 },
  }),
  scenario({
    shows: 'refuses an input that does not fit, and records nothing',
    graph: loop('bad-input', {
      trigger: { input: { type: 'object', required: ['n'] } },
      strategy: sequence('call'),
      actions: { call: {} },
    }),
  }),
  scenario({
    shows: 'evaluates transforms, which nobody answers',
    graph: loop('transform', {
      strategy: sequence(
        { id: 'upper', action: 'upper', args: { text: '{{ input.text }}' } },
        { id: 'send', action: 'send', args: { text: '{{ steps.upper.output }}' } },
      ),
      actions: {
        upper: { call: { uses: 'transform', value: '{{ args.text + "!" }}' } },
        send: {},
      },
    }),
    input: { text: 'hello' },
  }),
  scenario({
    shows: 'plans again with the verdict of before, until the check holds',
    graph: loop('replan', {
      strategy: sequence({
        id: 'try',
        action: 'try',
        args: { round: '{{ run.iteration }}', before: '{{ verdict }}' },
      }),
      actions: { try: {} },
      verifier: {
        checks: [{ type: 'rule', id: 'third', expr: 'run.iteration >= 3', onFail: 'replan' }],
      },
      routes: { replan: 'plan' },
    }),
  }),
  scenario({
    shows: 'begins a fork with what the other run had come to, and does nothing of that again',
    graph: loop('fork', {
      strategy: sequence({
        id: 'try',
        action: 'try',
        args: {
          round: '{{ run.iteration }}',
          found: '{{ has(facts.found) ? facts.found.body : null }}',
          before: '{{ verdict }}',
        },
      }),
      actions: { try: { gives: ['found'] } },
      verifier: {
        checks: [{ type: 'rule', id: 'third', expr: 'run.iteration >= 3', onFail: 'replan' }],
      },
      routes: { replan: 'plan' },
    }),
    mocks: { try: answers({ name: 'Ada' }) },
    forkAt: 2,
  }),
]
