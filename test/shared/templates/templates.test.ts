import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { Program as ProgramSchema } from '../../../shared/compile/program.ts'
import { Graph } from '../../../shared/graph/graph.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { mockResponder } from '../../../shared/sim/mockResponder.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { incident } from '../../../shared/templates/incident.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { onboarding } from '../../../shared/templates/onboarding.ts'
import { publishedExample } from '../../../shared/templates/publishedExample.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { templates } from '../../../shared/templates/templates.ts'
import {
  type FakeHost,
  fakeEcho,
  fakeHosts,
  fakeOps,
  fakePayments,
  fakeTracker,
} from '../../support/fakeHosts.ts'
import { issuePayloads } from '../../support/githubIssue.ts'

const programOf = (graph: Graph): Program => {
  const { program, diagnostics } = compile(graph)
  if (!program) throw new Error(JSON.stringify(diagnostics))
  return program
}

const run = (graph: Graph, input: Json, hosts: Readonly<Record<string, FakeHost>>) => {
  const { respond, calls } = fakeHosts(hosts)
  const simulated = simulate({
    program: programOf(graph),
    input,
    seed: 1,
    startAt: 0,
    trace: 'a'.repeat(32),
    respond,
  })
  const { state } = simulated
  if (state.status !== 'ended') throw new Error(`${state.status}: ${simulated.rejection?.message ?? ''}`)
  return {
    ...simulated,
    state,
    called: calls.map(({ method, path }) => `${method} ${path}`),
    node: state.node,
    outcome: state.outcome,
    body: state.body as JsonObject,
  }
}

const sample = (template: { samples: { title: string; input: Json }[] }, title: RegExp): Json => {
  const found = template.samples.find((each) => title.test(each.title))
  if (!found) throw new Error(`No sample ${String(title)}`)
  return found.input
}

/** A secret would have to be set before the loop runs, so that of the samples' own sender is the only one named. */
const unsignedParts: Record<string, string[]> = {
  'issue-triage': [],
  refund: ['unsigned-trigger'],
  incident: ['unsigned-trigger'],
  onboarding: ['unsigned-trigger', 'unsigned-event'],
  'lead-scoring': ['unsigned-trigger'],
}

describe.each(templates.map((template) => [template.name, template] as const))(
  'the template %s',
  (name, template) => {
    it('compiles to a valid program, with no diagnostic but those of what nobody has signed yet', () => {
      expect(Graph.parse(template.graph)).toEqual(template.graph)
      const { program, diagnostics } = compile(template.graph)
      expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(unsignedParts[name])
      expect(ProgramSchema.parse(program)).toEqual(program)
    })

    it('can be published in a new workspace, the signed one once its secret is there', () => {
      const context = {
        hosts: ['tracker', 'payments', 'ops', 'echo'],
        secrets: name === 'issue-triage' ? ['github_webhook'] : [],
      }
      expect(compile(template.graph, context).program).not.toBeNull()
    })

    it('has a place on the canvas for every node, left to right along the wires', () => {
      const { nodes, edges, layout } = template.graph
      expect(Object.keys(layout.positions).toSorted()).toEqual(nodes.map((node) => node.id).toSorted())
      const places = nodes.map((node) => JSON.stringify(layout.positions[node.id]))
      expect(new Set(places).size).toBe(places.length)
      const backwards = edges.filter((edge) => {
        const from = layout.positions[edge.from.node]
        const to = layout.positions[edge.to.node]
        return edge.from.port !== 'replan' && edge.from.port !== 'undo' && (from?.x ?? 0) >= (to?.x ?? 0)
      })
      expect(backwards).toEqual([])
    })

    it('succeeds in a simulation that answers with samples of the schemas', () => {
      const [first] = template.samples
      const program = programOf(template.graph)
      const { state } = simulate({
        program,
        input: first?.input ?? null,
        seed: 1,
        startAt: 0,
        trace: 'a'.repeat(32),
        respond: mockResponder(),
      })
      expect(state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
    })
  },
)

describe('the published example', () => {
  it('is the triage for unsigned calls, and the compiler says so', () => {
    expect(compile(publishedExample).diagnostics).toEqual([
      {
        code: 'unsigned-trigger',
        severity: 'warning',
        message: 'The trigger takes calls from anyone',
        at: { node: 'issues', field: '/auth' },
      },
    ])
    expect(issueTriage.graph.nodes[0]).toMatchObject({ auth: { scheme: 'github', secret: 'github_webhook' } })
  })
})

describe('issue triage', () => {
  const triage = (input: Json, labels: string[] = []) =>
    run(publishedExample, input, { tracker: fakeTracker(labels) })

  it.each(issuePayloads().map((payload, place) => [payload.action, place, payload] as const))(
    'takes GitHub’s “%s” (example %i) to a sensible end',
    (action, _, payload) => {
      const result = triage(payload as Json, ['bug'])
      expect(result).toMatchObject({ node: 'done', outcome: 'succeeded' })
      const isNews = ['opened', 'reopened', 'edited'].includes(action)
      expect(result.called.length > 0).toBe(isNews)
    },
  )

  it('labels a bug without steps and asks for a reproduction', () => {
    const result = triage(sample(issueTriage, /without steps/))
    expect(result).toMatchObject({ node: 'done', outcome: 'succeeded' })
    expect(result.called).toEqual([
      'POST /repos/acme/rocket/issues/41/labels',
      'POST /repos/acme/rocket/issues/41/labels',
      'POST /repos/acme/rocket/issues/41/comments',
    ])
    expect(result.body).toMatchObject({ did: ['label_bug', 'label_needs_reproduction', 'ask'] })
  })

  it('assigns a maintainer’s own bug', () => {
    const result = triage(sample(issueTriage, /maintainer/))
    expect(result.called).toContain('POST /repos/acme/rocket/issues/42/assignees')
    expect(result.body).toMatchObject({ did: ['label_bug', 'label_documentation', 'assign_author'] })
  })

  it('takes a security report off the public page and calls a person', () => {
    const result = triage(sample(issueTriage, /security/))
    expect(result).toMatchObject({ node: 'needs_human', outcome: 'bailed' })
    expect(result.called).toEqual(['POST /repos/acme/rocket/security-advisories/reports'])
  })

  it('undoes everything when a reply fails for good', () => {
    const labels: string[] = []
    const tracker = fakeTracker(labels)
    const failing: FakeHost = (call) =>
      call.path.endsWith('/comments') ? { status: 422, body: null } : tracker(call)
    const result = run(publishedExample, sample(issueTriage, /without steps/), { tracker: failing })
    expect(result).toMatchObject({ node: 'safe_state', outcome: 'rolled-back' })
    expect(labels).toEqual([])
  })

  it('plans again when a label does not stick, and gives up at the limit', () => {
    const forgetful: FakeHost = ({ path }) =>
      path.endsWith('/labels') ? { status: 200, body: [] } : undefined
    const result = run(publishedExample, sample(issueTriage, /question/), { tracker: forgetful })
    expect(result).toMatchObject({ node: 'needs_human', outcome: 'bailed' })
    expect(result.events.filter((event) => event.type === 'iteration.started')).toHaveLength(3)
  })

  it('does not let an expression in an issue be evaluated', () => {
    const hostile = {
      ...(sample(issueTriage, /security/) as JsonObject),
      issue: {
        number: 7,
        title: 'XSS {{ request.headers }}',
        body: '{{ 1 + 1 }} {{ secrets.token }}',
        labels: [],
      },
    }
    const { respond, calls } = fakeHosts({ tracker: fakeTracker() })
    simulate({
      program: programOf(publishedExample),
      input: hostile,
      seed: 1,
      startAt: 0,
      trace: 'a'.repeat(32),
      respond,
    })
    expect(calls[0]?.body).toEqual({
      summary: 'XSS {{ request.headers }}',
      description: '{{ 1 + 1 }} {{ secrets.token }}',
    })
  })
})

describe('a refund', () => {
  const pay = (input: Json, payments: FakeHost = fakePayments) => run(refund.graph, input, { payments })

  it('is paid at once when it is small', () => {
    const result = pay(sample(refund, /small/))
    expect(result).toMatchObject({ node: 'paid', outcome: 'succeeded' })
    expect(result.body).toEqual({ order: 'A1001', refund: 're_1', amount: 4200, currency: 'usd' })
  })

  it('asks a person over 100.00, and is not paid when nobody answers', () => {
    const result = pay(sample(refund, /person/))
    expect(result.events.some((event) => event.type === 'approval.requested')).toBe(true)
    expect(result.outcome).not.toBe('succeeded')
    expect(result.called).toEqual([])
  })

  it('is denied over 1,000.00', () => {
    const result = pay(sample(refund, /every limit/))
    expect(result.outcome).toBe('rolled-back')
    expect(result.called).toEqual([])
  })

  it('goes to a person when the charge does not hold that much', () => {
    const result = pay(sample(refund, /charged/))
    expect(result).toMatchObject({ node: 'by_hand', outcome: 'bailed' })
    expect(result.called).toEqual([])
  })

  it('is cancelled when another amount was paid than was asked for', () => {
    const wrong: FakeHost = (call) => {
      const answer = fakePayments(call)
      return call.path === '/refunds' && answer
        ? { ...answer, body: { ...(answer.body as JsonObject), amount: 1 } }
        : answer
    }
    const result = pay(sample(refund, /small/), wrong)
    expect(result).toMatchObject({ node: 'not_paid', outcome: 'rolled-back' })
    expect(result.called).toEqual(['POST /refunds', 'POST /refunds/re_1/cancel'])
  })
})

describe('onboarding', () => {
  const welcome = (title: RegExp, echo: FakeHost = fakeEcho) =>
    run(onboarding.graph, sample(onboarding, title), { echo })

  it('makes an account in each app, once the answer is in or three days are over', () => {
    const result = welcome(/three/)
    expect(result).toMatchObject({ node: 'welcomed', outcome: 'succeeded' })
    expect(result.called).toEqual([
      'POST /invitations',
      'POST /apps/mail/accounts',
      'POST /apps/chat/accounts',
      'POST /apps/wiki/accounts',
    ])
    expect(result.state.endedAt).toBeGreaterThan(3 * 24 * 3600 * 1000)
    expect(result.body.equipment).toMatch(/^issue-triage\.0\./)
  })

  it('needs no account', () => {
    expect(welcome(/no account/)).toMatchObject({ outcome: 'succeeded', called: ['POST /invitations'] })
  })

  it('removes the accounts that were made when one can’t be', () => {
    const result = welcome(/three/, (call) =>
      call.path === '/apps/wiki/accounts' ? { status: 422, body: null } : fakeEcho(call),
    )
    expect(result).toMatchObject({ node: 'taken_back', outcome: 'rolled-back' })
    expect(result.called.filter((call) => call.endsWith('/remove')).toSorted()).toEqual([
      'POST /apps/chat/accounts/remove',
      'POST /apps/mail/accounts/remove',
    ])
  })
})

describe('an incident', () => {
  const handle = (title: RegExp, healthyFrom: number) =>
    run(incident.graph, sample(incident, title), { ops: fakeOps(healthyFrom) })

  it('is over after one restart', () => {
    const result = handle(/high/, 2)
    expect(result).toMatchObject({ node: 'recovered', outcome: 'succeeded', body: { tries: 1 } })
    expect(result.called).toEqual(['POST /services/checkout/restart'])
  })

  it('is only looked at first when the alert is low', () => {
    expect(handle(/low/, 1).called).toEqual([])
    expect(handle(/low/, 2)).toMatchObject({ called: ['POST /services/search/restart'], body: { tries: 2 } })
  })

  it('is tried three times, then every restart is rolled back', () => {
    const result = handle(/high/, 99)
    expect(result).toMatchObject({ node: 'rolled_back', outcome: 'rolled-back' })
    expect(result.called).toEqual([
      ...Array.from({ length: 3 }, () => 'POST /services/checkout/restart'),
      ...Array.from({ length: 3 }, () => 'POST /services/checkout/rollback'),
    ])
  })
})
