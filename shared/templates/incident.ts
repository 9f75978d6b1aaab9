import type { Graph } from '../graph/graph.ts'
import { incidentCases } from './incidentCases.ts'
import type { LoopTemplate } from './template.ts'
import { wire } from './wire.ts'

const service = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' }
const serviceArgs = {
  type: 'object',
  required: ['service'],
  properties: { service },
  additionalProperties: false,
}
const args = { service: '{{ input.service }}' }

const samples: LoopTemplate['samples'] = [
  {
    title: 'A high alert',
    input: { service: 'checkout', alert: 'Error rate over 5 %', severity: 'high' },
  },
  {
    title: 'A low alert, looked into first',
    input: { service: 'search', alert: 'Latency over 800 ms', severity: 'low' },
  },
]

const graph: Graph = {
  format: 'pavane.graph/1',
  name: 'incident',
  title: 'Incident',
  description:
    'Restarts a service that an alert names and looks whether it is healthy, up to three times. When it stays unhealthy, the restarts are rolled back and a person is told.',
  nodes: [
    {
      kind: 'trigger',
      id: 'alert',
      title: 'Alert',
      note: 'Takes calls from anyone, so that it runs at once. Choose how callers prove who they are before it is real.',
      auth: { scheme: 'none' },
      input: {
        type: 'object',
        required: ['service', 'alert', 'severity'],
        examples: samples.map((sample) => sample.input),
        properties: {
          service,
          alert: { type: 'string', minLength: 1, maxLength: 200 },
          severity: { enum: ['low', 'high', 'critical'] },
        },
      },
      respond: { mode: 'wait', seconds: 20 },
    },
    {
      kind: 'planner',
      id: 'remedy',
      title: 'What to try',
      expects: 'The service is healthy again.',
      strategy: {
        type: 'table',
        hitPolicy: 'first',
        inputs: [
          { id: 'severity', label: 'Severity', expr: 'input.severity' },
          { id: 'try', label: 'Try', expr: 'run.iteration' },
        ],
        rules: [
          {
            id: 'look-first',
            cells: ['"low"', '1'],
            steps: [{ id: 'health', action: 'check_health', args, why: 'It may have recovered by itself' }],
            why: 'a low alert is first looked into',
          },
          {
            id: 'restart',
            cells: ['-', '-'],
            steps: [
              { id: 'restart', action: 'restart', args, why: 'A restart clears most faults' },
              {
                id: 'health',
                action: 'check_health',
                args,
                after: ['restart'],
                why: 'To see whether it helped',
              },
            ],
            why: 'the service is restarted, and looked at',
          },
        ],
      },
    },
    {
      kind: 'action',
      id: 'restart',
      title: 'Restart',
      args: serviceArgs,
      output: {
        type: 'object',
        properties: {
          status: { type: 'integer' },
          body: {
            type: 'object',
            required: ['generation'],
            properties: { generation: { type: 'integer', examples: [2] } },
          },
        },
      },
      call: { uses: 'http', host: 'ops', method: 'POST', path: '/services/{{ args.service }}/restart' },
      gives: ['restarted'],
      risk: 'medium',
      leases: ['service:{{ args.service }}'],
      reversibility: 'compensable',
      idempotency: 'keyed',
      timeoutSeconds: 30,
      undoArgs: args,
    },
    {
      kind: 'action',
      id: 'roll_back',
      title: 'Roll back',
      args: serviceArgs,
      call: {
        uses: 'http',
        host: 'ops',
        method: 'POST',
        path: '/services/{{ args.service }}/rollback',
        accepts: [409],
      },
      reversibility: 'irreversible',
      idempotency: 'keyed',
      timeoutSeconds: 30,
    },
    {
      kind: 'action',
      id: 'check_health',
      title: 'Check health',
      args: serviceArgs,
      output: {
        type: 'object',
        properties: {
          status: { type: 'integer' },
          body: {
            type: 'object',
            required: ['healthy'],
            properties: { healthy: { type: 'boolean', examples: [true] } },
          },
        },
      },
      call: { uses: 'http', host: 'ops', method: 'GET', path: '/services/{{ args.service }}/health' },
      reversibility: 'pure',
      idempotency: 'native',
      timeoutSeconds: 10,
    },
    {
      kind: 'verifier',
      id: 'healthy',
      title: 'Healthy again?',
      checks: [
        {
          type: 'rule',
          id: 'is-healthy',
          title: 'The service says that it is healthy',
          expr: 'steps.health.status == "succeeded" && steps.health.output.body.healthy',
          onFail: 'replan',
          message: 'The service is not healthy yet',
        },
        {
          type: 'rule',
          id: 'not-hopeless',
          title: 'Fewer than three tries failed',
          expr: '(steps.health.status == "succeeded" && steps.health.output.body.healthy) || run.iteration < 3',
          onFail: 'rollback',
          message: 'It stayed unhealthy through three tries',
        },
      ],
      onStepFailed: 'replan',
    },
    {
      kind: 'outcome',
      id: 'recovered',
      title: 'Recovered',
      status: 'succeeded',
      body: { service: '{{ input.service }}', tries: '{{ run.iteration }}' },
    },
    {
      kind: 'outcome',
      id: 'on_call',
      title: 'Call a person',
      status: 'bailed',
      body: {
        service: '{{ input.service }}',
        alert: '{{ input.alert }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
        standing: '{{ run.standing }}',
      },
    },
    {
      kind: 'outcome',
      id: 'rolled_back',
      title: 'Rolled back',
      status: 'rolled-back',
      body: {
        service: '{{ input.service }}',
        alert: '{{ input.alert }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
      },
    },
  ],
  edges: [
    wire('alert.input', 'remedy.in'),
    wire('remedy.plan', 'restart.step'),
    wire('remedy.plan', 'check_health.step'),
    wire('restart.result', 'healthy.in'),
    wire('check_health.result', 'healthy.in'),
    wire('restart.undo', 'roll_back.step'),
    wire('healthy.pass', 'recovered.in'),
    wire('healthy.replan', 'remedy.in'),
    wire('healthy.rollback', 'rolled_back.in'),
    wire('healthy.escalate', 'on_call.in'),
    wire('healthy.bail', 'on_call.in'),
  ],
  policies: [],
  limits: { iterations: 4, durationSeconds: 900, steps: 12 },
  layout: {
    positions: {
      alert: { x: 0, y: 160 },
      remedy: { x: 320, y: 160 },
      restart: { x: 664, y: 40 },
      check_health: { x: 664, y: 296 },
      roll_back: { x: 720, y: 152 },
      healthy: { x: 1104, y: 120 },
      recovered: { x: 1464, y: 0 },
      on_call: { x: 1464, y: 160 },
      rolled_back: { x: 1464, y: 320 },
    },
  },
  cases: incidentCases(samples),
}

/** An incident that a restart may settle. */
export const incident: LoopTemplate = {
  name: graph.name,
  title: graph.title,
  description: graph.description,
  teaches:
    'Iterations: the verifier sends the run back to plan again, and rolls every try back when none helped.',
  graph,
  samples,
}
