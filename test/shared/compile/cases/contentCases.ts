import { action, soundGraph, withNode, withNodes } from '../../../support/graphs.ts'
import { approved, check, closedInput, fieldOf, policy, rule, steps, table, undone } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

/** Faults of what the nodes hold. */
export const contentCases: GraphCase[] = [
  [
    'expression-syntax',
    'an expression that can’t be read',
    withNode(soundGraph, 'check', check('1 +')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'template-syntax',
    'a template that can’t be read',
    withNode(soundGraph, 'done', { body: { a: 'x {{ input' } }),
    fieldOf('done', '/body/a'),
  ],
  [
    'unknown-name',
    'a name that is not in scope',
    withNode(soundGraph, 'check', check('args.n > 1')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'unknown-name',
    'a secret outside of a call',
    withNode(soundGraph, 'done', { body: '{{ secrets.token }}' }),
    fieldOf('done', '/body'),
  ],
  [
    'unknown-field',
    'a field that the schema excludes',
    withNode(withNode(soundGraph, 'start', { input: closedInput }), 'check', check('input.m > 1')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'unknown-field',
    'a member that the run has not',
    withNode(soundGraph, 'done', { body: '{{ run.name }}' }),
    fieldOf('done', '/body'),
  ],
  [
    'unknown-function',
    'a function that there is not',
    withNode(soundGraph, 'check', check('max(1, 2) == 2')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'wrong-type',
    'operands that don’t fit',
    withNode(withNode(soundGraph, 'start', { input: closedInput }), 'check', check('input.n + "a" == "b"')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'not-boolean',
    'a rule that is no condition',
    withNode(soundGraph, 'check', check('size("a")')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'not-boolean',
    'a cell that is no condition',
    withNode(
      soundGraph,
      'plan',
      table({
        rules: [rule('r', 'it + "x" + "y"'), rule('s', '-')],
        inputs: [{ id: 'n', label: 'N', expr: '"a"' }],
      }),
    ),
    fieldOf('plan', '/strategy/rules/0/cells/0'),
  ],
  [
    'unknown-step',
    'a step that no plan has',
    withNode(soundGraph, 'check', check('steps.two.status == "succeeded"')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'unknown-step',
    'a step of no rule',
    withNode(
      soundGraph,
      'plan',
      table({ rules: [rule('r', '1', { id: 'one', action: 'act', when: 'steps.gone.output == 1' })] }),
    ),
    fieldOf('plan', '/strategy/rules/0/steps/0/when'),
  ],
  [
    'open-secrets',
    'secrets that are not named',
    withNode(soundGraph, 'act', { call: { uses: 'transform', value: '{{ secrets[args.name] }}' } }),
    fieldOf('act', '/call'),
  ],
  [
    'unknown-secret',
    'a secret that the workspace has not',
    withNode(soundGraph, 'act', { call: { uses: 'transform', value: '{{ secrets.gone }}' } }),
    fieldOf('act', '/call'),
    { secrets: ['token'] },
  ],
  [
    'unknown-secret',
    'a signing secret that the workspace has not',
    soundGraph,
    fieldOf('start', '/auth/secret'),
    { secrets: [] },
  ],
  [
    'secret-elsewhere',
    'a secret that is kept for another host',
    withNode(soundGraph, 'act', {
      call: { uses: 'http', host: 'api', method: 'GET', path: '/x', headers: { a: '{{ secrets.token }}' } },
    }),
    fieldOf('act', '/call'),
    { secretHosts: { token: ['other'] } },
  ],
  [
    'secret-elsewhere',
    'a secret that is kept for a host in a value',
    withNode(soundGraph, 'act', { call: { uses: 'transform', value: '{{ secrets.token }}' } }),
    fieldOf('act', '/call'),
    { secretHosts: { token: ['api'] } },
  ],
  [
    'unknown-host',
    'a host of a redirect that the workspace has not',
    withNode(soundGraph, 'act', {
      call: {
        uses: 'http',
        host: 'api',
        method: 'GET',
        path: '/x',
        redirects: { max: 1, hosts: ['api', 'blob'] },
      },
    }),
    fieldOf('act', '/call/redirects/hosts/1'),
    { hosts: ['api'] },
  ],
  [
    'redirect-method',
    'redirects of a request that does something',
    withNode(soundGraph, 'act', {
      call: { uses: 'http', host: 'api', method: 'POST', path: '/x', redirects: { max: 1 } },
    }),
    fieldOf('act', '/call/redirects'),
  ],
  [
    'unknown-host',
    'a host that the workspace has not',
    soundGraph,
    fieldOf('act', '/call/host'),
    { hosts: ['other'] },
  ],

  [
    'unknown-action',
    'a step that uses no action',
    withNode(soundGraph, 'plan', steps({ id: 'one', action: 'done' })),
    fieldOf('plan', '/strategy/steps/0/action'),
  ],
  [
    'action-not-wired',
    'an action that is not wired',
    withNode(withNodes(soundGraph, action('other')), 'plan', steps({ id: 'one', action: 'other' })),
    fieldOf('plan', '/strategy/steps/0/action'),
  ],
  [
    'unknown-after',
    'an order that names no step',
    withNode(soundGraph, 'plan', steps({ id: 'one', action: 'act', after: ['two'] })),
    fieldOf('plan', '/strategy/steps/0/after/0'),
  ],
  [
    'step-cycle',
    'steps that wait for each other',
    withNode(
      soundGraph,
      'plan',
      steps(
        { id: 'one', action: 'act', after: ['two'] },
        { id: 'two', action: 'act', args: { x: '{{ steps.one.output }}' } },
      ),
    ),
    fieldOf('plan', '/strategy/steps/0'),
  ],
  [
    'args-invalid',
    'a literal that the schema excludes',
    withNode(
      withNode(soundGraph, 'act', { args: closedInput }),
      'plan',
      steps({ id: 'one', action: 'act', args: { n: 'five' } }),
    ),
    fieldOf('plan', '/strategy/steps/0/args/n'),
  ],
  [
    'args-invalid',
    'an argument that is missing',
    withNode(soundGraph, 'act', { args: { required: ['m'] } }),
    fieldOf('plan', '/strategy/steps/0/args'),
  ],
  [
    'args-invalid',
    'an argument that is not taken',
    withNode(soundGraph, 'act', { args: { properties: {}, additionalProperties: false } }),
    fieldOf('plan', '/strategy/steps/0/args/n'),
  ],
  [
    'args-invalid',
    'an undo without its arguments',
    undone({ args: { required: ['id'] } }),
    fieldOf('act', '/undoArgs'),
  ],
  [
    'no-steps',
    'a sequence of no steps',
    withNode(withNode(soundGraph, 'check', check('true')), 'plan', steps()),
    fieldOf('plan', '/strategy/steps'),
  ],
  [
    'cells-count',
    'a rule with a cell too many',
    withNode(soundGraph, 'plan', table({ rules: [{ ...rule('r', '1'), cells: ['1', '2'] }] })),
    fieldOf('plan', '/strategy/rules/0/cells'),
  ],
  [
    'no-rules',
    'a table without rules',
    withNode(soundGraph, 'plan', table({ rules: [], otherwise: [{ id: 'one', action: 'act' }] })),
    fieldOf('plan', '/strategy/rules'),
  ],
  [
    'repeated-step',
    'different steps of one id in rules that can both match',
    withNode(
      soundGraph,
      'plan',
      table({
        hitPolicy: 'collect',
        rules: [rule('r', '-'), rule('s', '1', { id: 'one', action: 'act', args: { n: 2 } })],
      }),
    ),
    fieldOf('plan', '/strategy/rules/1/steps/0/id'),
  ],
  [
    'rule-unreachable',
    'a rule after one that matches always',
    withNode(soundGraph, 'plan', table({ rules: [rule('r', '[1, 2]'), rule('s', '2')] })),
    fieldOf('plan', '/strategy/rules/1'),
  ],
  [
    'rules-overlap',
    'rules that both match',
    withNode(
      soundGraph,
      'plan',
      table({ hitPolicy: 'unique', rules: [rule('r', '[1, 2]'), rule('s', '2.0')] }),
    ),
    fieldOf('plan', '/strategy/rules/1'),
  ],

  [
    'schema-invalid',
    'a schema that is none',
    withNode(soundGraph, 'start', { input: { type: 'object', properties: { a: { type: 'strin' } } } }),
    fieldOf('start', '/input/properties/a/type'),
  ],
  [
    'schema-invalid',
    'a pattern that is none',
    withNode(soundGraph, 'start', { input: { properties: { a: { pattern: '(' } } } }),
    fieldOf('start', '/input/properties/a/pattern'),
  ],
  [
    'schema-invalid',
    'a pattern that looks ahead',
    withNode(soundGraph, 'start', { input: { properties: { a: { pattern: '^(?!b)' } } } }),
    fieldOf('start', '/input/properties/a/pattern'),
  ],
  [
    'schema-invalid',
    'a pattern of names that looks ahead',
    withNode(soundGraph, 'start', { input: { patternProperties: { '^(?!b)': true } } }),
    fieldOf('start', '/input/patternProperties/^(?!b)'),
  ],
  [
    'schema-ref',
    'a reference that leads nowhere',
    withNode(soundGraph, 'start', { input: { properties: { a: { $ref: '#/$defs/b' } } } }),
    fieldOf('start', '/input/properties/a/$ref'),
  ],
  [
    'schema-ref',
    'a schema that goes round in itself',
    withNode(soundGraph, 'start', { input: { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#' }] } } } }),
    fieldOf('start', '/input'),
  ],

  [
    'unsigned-trigger',
    'a trigger for anyone',
    withNode(soundGraph, 'start', { auth: { scheme: 'none' } }),
    fieldOf('start', '/auth'),
  ],
  [
    'undo-missing',
    'a compensable action without an undo',
    withNode(soundGraph, 'act', { reversibility: 'compensable' }),
    { node: 'act', port: 'undo' },
  ],
  [
    'undo-contradiction',
    'an undo of what can’t be undone',
    withNode(undone({}), 'act', { reversibility: 'irreversible' }),
    { node: 'act', port: 'undo' },
  ],
  [
    'undo-args-unused',
    'arguments of no undo',
    withNode(soundGraph, 'act', { undoArgs: { a: 1 } }),
    fieldOf('act', '/undoArgs'),
  ],
  [
    'ungated-irreversible',
    'an irreversible action that nobody approves',
    withNode(soundGraph, 'act', { reversibility: 'irreversible' }),
    fieldOf('act', '/reversibility'),
  ],
  [
    'unsafe-retry',
    'retries of what can’t be repeated',
    withNode(soundGraph, 'act', {
      idempotency: 'none',
      retry: { maxAttempts: 3, initialSeconds: 1, factor: 2, maxSeconds: 9, jitter: 'full' },
    }),
    fieldOf('act', '/retry/maxAttempts'),
  ],
  [
    'cannot-fail',
    'a verifier whose checks only flag',
    withNode(soundGraph, 'check', check('true', { onFail: 'flag' })),
    fieldOf('check', '/checks'),
  ],
  [
    'never-passes',
    'a check that always fails',
    withNode(soundGraph, 'check', check('1 == 2')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'unknown-policy-node',
    'a policy on a node of another kind',
    policy({ on: ['check'] }),
    { field: '/policies/0/on/0' },
  ],

  [
    'plan-over-limit',
    'more steps than the limit',
    withNode(
      { ...soundGraph, limits: { steps: 1 } },
      'plan',
      steps({ id: 'one', action: 'act' }, { id: 'two', action: 'act' }),
    ),
    fieldOf('plan', '/strategy/steps'),
  ],
  [
    'cost-over-limit',
    'a plan that costs too much',
    { ...withNode(soundGraph, 'act', { costUsd: 5 }), limits: { costUsd: 1 } },
    fieldOf('plan', '/strategy/steps'),
  ],
  ['deadline-over-limit', 'a deadline after the run’s end', approved(), fieldOf('ask', '/deadlineSeconds')],
  [
    'deadline-over-limit',
    'a policy’s deadline after the run’s end',
    policy({ effect: 'require-approval', deadlineSeconds: 9999 }),
    { field: '/policies/0/deadlineSeconds' },
  ],
  [
    'no-replan',
    'a replan beyond the limit',
    { ...soundGraph, limits: { iterations: 1 } },
    { field: '/limits/iterations' },
  ],
]
