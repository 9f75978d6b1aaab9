import { z } from 'zod'
import { CreatedToken } from '../../../shared/api/identity.ts'
import { LoopDetail } from '../../../shared/api/loops.ts'
import { ProposalSummary } from '../../../shared/api/proposals.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { unsigned } from '../../../shared/templates/publishedExample.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { Api } from '../api.ts'
import type { LocalServer } from '../localServer.ts'

const payout: Graph = { ...unsigned(refund.graph), name: 'payout', title: 'Payout' }

/** Does something that the server must take; gives its answer. */
async function done<S extends z.ZodType>(sent: Promise<Response>, answer: S): Promise<z.infer<S>> {
  const response = await sent
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`)
  return answer.parse(text === '' ? null : JSON.parse(text))
}

/** Rules that hold for everybody, somebody who was erased, and a loop that takes two: Ada proposed once in vain, and waits now. */
export async function addGovernance(server: LocalServer, api: Api): Promise<void> {
  await done(
    api.send(
      'PUT',
      '/api/policies',
      {
        policies: [
          {
            id: 'small',
            title: 'Refunds stay small',
            at: 'step',
            when: 'has(args.amount) && args.amount > 100000',
            effect: 'deny',
            message: 'More than 1,000.00 is paid by hand.',
          },
        ],
        packs: [{ pack: 'cost', version: 1, mode: 'dry-run' }],
        note: 'Keep an eye on cost',
      },
      { 'if-match': '"0"' },
    ),
    z.unknown(),
  )
  await done(
    api.send('POST', '/api/privacy/erasures', {
      subject: 'vera@example.com',
      reason: 'They asked for it',
    }),
    z.unknown(),
  )
  await addTwoPersonLoop(server, api)
}

async function addTwoPersonLoop(server: LocalServer, api: Api): Promise<void> {
  await done(api.send('POST', '/api/loops', { name: payout.name, graph: payout }), z.unknown())
  await done(
    api.send('POST', `/api/loops/${payout.name}/versions`, { revision: 1, note: 'First' }),
    z.unknown(),
  )
  await done(
    api.send('PUT', '/api/change-control', {
      publish: false,
      rollout: false,
      expiresAfterHours: 72,
      loops: [{ loop: payout.name, publish: true, rollout: true }],
      reason: 'Ask a second person about money',
    }),
    z.unknown(),
  )
  const { token } = await done(
    api.send('POST', '/api/tokens', { name: 'Ada', role: 'builder', expiresAt: null }),
    CreatedToken,
  )
  const ada = new Api(server, token)
  const { proposal, digest } = await propose(ada, 'Shorter', { ...payout.limits, durationSeconds: 3600 })
  const place = `/api/loops/${payout.name}/proposals/${proposal}`
  await done(
    api.send('POST', `${place}/decision`, { decision: 'deny', digest, note: 'Say first what changes' }),
    z.unknown(),
  )
  await propose(ada, 'Pay back within a day', { ...payout.limits, durationSeconds: 86_400 })
}

async function propose(ada: Api, note: string, limits: Graph['limits']): Promise<ProposalSummary> {
  const path = `/api/loops/${payout.name}`
  const { draft } = await ada.get(path, LoopDetail)
  const nodes = payout.nodes.map((node) =>
    node.kind === 'verifier' ? { ...node, title: 'Was it paid in time?' } : node,
  )
  const saved = await done(
    ada.send(
      'PUT',
      `${path}/draft`,
      { graph: { ...payout, nodes, limits } },
      {
        'if-match': `"${draft.revision}"`,
      },
    ),
    z.looseObject({ revision: z.int() }),
  )
  return done(
    ada.send('POST', `${path}/proposals/version`, { revision: saved.revision, note }),
    ProposalSummary,
  )
}
