import { type Context, Hono } from 'hono'
import type { Proposal, ProposalSummary } from '../../shared/api/proposals.ts'
import type { LoopChange } from '../../shared/compat/compatibility.ts'
import type { Json } from '../../shared/json.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import type { StoredProposal } from '../objects/loop/ProposalTable.ts'
import { loopOf, workspaceOf } from '../objects/ports.ts'
import { whoOf } from '../security/principal.ts'
import { impactOf } from './compatibility.ts'
import { requireLoop } from './requireLoop.ts'
import { requireLoopName } from './requireLoopName.ts'

/** Changes of what runs that wait for a second person, and when one is asked for. */
export const proposals: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/change-control', async (c) => c.json(await workspaceOf(c.env).changeControl()))
  .put('/api/change-control', async (c) => {
    const { reason, ...control } = await bodyOf(c, 'putChangeControl')
    return c.json(valueOf(await workspaceOf(c.env).putChangeControl(control, reason, c.var.principal.by)))
  })
  .get('/api/change-control/proposal', async (c) =>
    c.json({ proposal: await workspaceOf(c.env).controlProposal() }),
  )
  .post('/api/change-control/proposal', async (c) => {
    const { reason, ...control } = await bodyOf(c, 'proposeControl')
    const made = await workspaceOf(c.env).proposeControl(control, reason, whoOf(c.var.principal))
    return c.json(valueOf(made), 201)
  })
  .post('/api/change-control/proposal/decision', async (c) => {
    const decision = await bodyOf(c, 'decideControl')
    return c.json(valueOf(await workspaceOf(c.env).decideControl(decision, whoOf(c.var.principal))))
  })
  .get('/api/guarded-changes', async (c) =>
    c.json({ proposals: await workspaceOf(c.env).guardedProposals() }),
  )
  .post('/api/guarded-changes', async (c) => {
    const { change, reason } = await bodyOf(c, 'proposeGuardedChange')
    const made = await workspaceOf(c.env).proposeGuarded(change, reason, whoOf(c.var.principal))
    return c.json(valueOf(made), 201)
  })
  .post('/api/guarded-changes/decision', async (c) => {
    const decision = await bodyOf(c, 'decideGuardedChange')
    const left = await workspaceOf(c.env).decideGuarded(decision, whoOf(c.var.principal))
    return c.json({ proposals: valueOf(left) })
  })
  .get('/api/proposals', async (c) => {
    const { loop, status } = queryOf(c, 'listProposals')
    const loops = loop === undefined ? await workspaceOf(c.env).loops() : [await requireLoop(c, loop)]
    const found = await Promise.all(loops.map(({ name }) => loopOf(c.env, name).proposals()))
    const proposals = found
      .flat()
      .filter((each) => status === undefined || (each.status === 'open') === (status === 'open'))
      .sort(newestFirst)
    return c.json({ proposals })
  })
  .post('/api/loops/:loop/proposals/version', async (c) => {
    const request = await bodyOf(c, 'proposeVersion')
    return created(c, valueOf(await ofLoop(c).proposeVersion(request, whoOf(c.var.principal))))
  })
  .post('/api/loops/:loop/proposals/rollout', async (c) => {
    const { reason, ...rollout } = await bodyOf(c, 'proposeRollout')
    return created(c, valueOf(await ofLoop(c).proposeRollout(rollout, whoOf(c.var.principal), reason)))
  })
  .get('/api/loops/:loop/proposals/:proposal', async (c) => {
    const { summary, proposed, fromNumber } = valueOf(await ofLoop(c).proposal(numberIn(c)))
    const detail: Proposal = { ...summary, fromNumber, proposed, impact: await impact(c, summary, proposed) }
    return c.json(detail)
  })
  .delete('/api/loops/:loop/proposals/:proposal', async (c) => {
    const { reason } = queryOf(c, 'withdrawProposal')
    return c.json(valueOf(await ofLoop(c).withdrawProposal(numberIn(c), whoOf(c.var.principal), reason)))
  })
  .post('/api/loops/:loop/proposals/:proposal/decision', async (c) => {
    const request = await bodyOf(c, 'decideProposal')
    return c.json(valueOf(await ofLoop(c).decideProposal(numberIn(c), request, whoOf(c.var.principal))))
  })

const ofLoop = (c: Context<AppEnv>) => loopOf(c.env, requireLoopName(c.req.param('loop') ?? ''))

function numberIn(c: Context<AppEnv>): number {
  const text = c.req.param('proposal') ?? ''
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new ProblemException('not-found', 'Proposals are numbered from 1.')
}

function created(c: Context<AppEnv>, proposal: ProposalSummary) {
  c.header('location', `/api/loops/${proposal.loop}/proposals/${proposal.proposal}`)
  return c.json(proposal, 201)
}

const newestFirst = (a: ProposalSummary, b: ProposalSummary) =>
  b.at - a.at || a.loop.localeCompare(b.loop) || b.proposal - a.proposal

/** What those outside of the loop get to see of it. */
async function impact(
  c: Context<AppEnv>,
  { from, change }: ProposalSummary,
  proposed: StoredProposal['proposed'],
): Promise<LoopChange[]> {
  const before = from.stable
  if (before === null) return []
  if (proposed) return impactOf(ofLoop(c), before, { graph: proposed.graph as unknown as Json })
  const after = change.type === 'rollout' ? change.rollout.stable : null
  return after === null || after === before ? [] : impactOf(ofLoop(c), before, { version: after })
}
