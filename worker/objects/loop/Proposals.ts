import type { PublishRequest, Rollout } from '../../../shared/api/loops.ts'
import type {
  DecideProposal,
  ProposalStatus,
  ProposalSummary,
  ProposedChange,
} from '../../../shared/api/proposals.ts'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { digest } from '../../../shared/audit/digest.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { mayBeOne, type Who } from '../../security/principal.ts'
import type { Sql } from '../storage/Sql.ts'
import type { LoopTables } from './LoopTables.ts'
import type { Notes } from './Notes.ts'
import { ProposalTable, type Proposed, type StoredProposal } from './ProposalTable.ts'
import { missing, type Publishing } from './Publishing.ts'

type Deps = { sql: Sql; tables: LoopTables; notes: Notes; publishing: Publishing }

const hourMs = 3_600_000

/** Changes of what runs that wait for a second person. */
export class Proposals {
  readonly #deps: Deps
  readonly #table: ProposalTable

  constructor(deps: Deps) {
    this.#deps = deps
    this.#table = new ProposalTable(deps.sql)
  }

  list(): ProposalSummary[] {
    return this.#table.list(Date.now())
  }

  get(proposal: number): Answer<StoredProposal & { fromNumber: number | null }> {
    const found = this.#table.get(proposal, Date.now())
    if (!found) return refuse('not-found', `This loop has no proposal ${proposal}.`)
    return answer({ ...found, fromNumber: this.#deps.publishing.numberOf(found.summary.from.stable) })
  }

  async proposeVersion(request: PublishRequest, who: Who): Promise<Answer<ProposalSummary>> {
    const ready = await this.#deps.publishing.readyDraft(request)
    if (!ready.ok) return ready
    const { program, note, tests, reason, control } = ready.value
    if (ready.value.loop.rollout.stable === program.version)
      return refuse('conflict', 'There is nothing to propose: the draft is what is published.')
    const { passed, failed } = tests
    const change = {
      type: 'version' as const,
      version: program.version,
      note,
      tests: { passed, failed },
      ...(request.canary ? { canary: request.canary } : {}),
    }
    return this.#add(change, who, reason, control.expiresAfterHours, { graph: ready.value.graph, tests })
  }

  async proposeRollout(rollout: Rollout, who: Who, reason = ''): Promise<Answer<ProposalSummary>> {
    const { expiresAfterHours } = await this.#deps.publishing.control()
    const refusal = this.#deps.publishing.rolloutRefusal(rollout)
    return refusal ?? this.#add({ type: 'rollout', rollout }, who, reason, expiresAfterHours, null)
  }

  async #add(
    change: ProposedChange,
    who: Who,
    reason: string,
    expiresAfterHours: number,
    proposed: Proposed | null,
  ): Promise<Answer<ProposalSummary>> {
    const loop = this.#deps.tables.loop()
    if (!loop) return missing()
    const at = Date.now()
    const said = {
      loop: loop.name,
      proposal: this.#table.next(),
      change,
      from: loop.rollout,
      reason,
      by: who.by,
      at,
      expiresAt: at + expiresAfterHours * hourMs,
    }
    const made = { ...said, digest: digest(said) }
    this.#deps.sql.atomically(() => {
      this.#table.add(made, who, proposed)
      this.#note(who.by, 'made', made, reason)
    })
    await this.#deps.notes.tell()
    return answer({ ...made, status: 'open', decided: null })
  }

  /** Nobody approves what may be their own; to deny it is to take it back. */
  async decide(
    proposal: number,
    { decision, digest: seen, note }: DecideProposal,
    who: Who,
  ): Promise<Answer<ProposalSummary>> {
    const found = this.#open(proposal)
    if (!found.ok) return found
    if (seen !== found.value.summary.digest)
      return refuse('conflict', 'The digest is not that of the proposal: look at it again.')
    const isOwn = mayBeOne(who, found.value.proposer)
    if (decision === 'deny') return this.#settle(proposal, isOwn ? 'withdrawn' : 'denied', who, note)
    if (isOwn)
      return refuse(
        'own-proposal',
        `You proposed it, or somebody who may be you did: somebody else has to approve proposal ${proposal}.`,
      )
    const { proposed } = found.value
    return proposed === null
      ? this.#approveRollout(proposal, who, note)
      : this.#approveVersion(proposal, proposed, who, note)
  }

  async withdraw(proposal: number, who: Who, reason = ''): Promise<Answer<ProposalSummary>> {
    const found = this.#open(proposal)
    if (!found.ok) return found
    if (found.value.summary.change.type === 'rollout')
      return refuse('conflict', 'A proposed rollout is taken back by denying it.')
    return this.#settle(proposal, 'withdrawn', who, reason)
  }

  /** The workspace may have changed since it was proposed, so it is compiled and tested again. */
  async #approveVersion(proposal: number, { graph, tests }: Proposed, who: Who, note: string) {
    const { publishing, sql } = this.#deps
    const ready = await publishing.ready(() => {
      const found = this.#approvable(proposal)
      if (!found.ok) return found
      const { reason, change } = found.value.summary
      const canary = change.type === 'version' ? change.canary : undefined
      // Who proposed it has said why it goes out although tests fail; that holds for those that failed then.
      const override = tests.failed > 0 ? { override: { tests: reason } } : {}
      return answer({ graph: graph as unknown as Json, request: { note: reason, ...override, canary } })
    })
    if (!ready.ok) return ready
    const found = this.#approvable(proposal)
    if (!found.ok) return found
    const { summary } = found.value
    const { change } = summary
    if (change.type !== 'version' || ready.value.program.version !== change.version)
      return refuse('conflict', 'It compiles to another version now than was proposed: propose it again.')
    if (ready.value.tests.failed > change.tests.failed)
      return refuse('conflict', 'More of its tests fail now than when it was proposed: propose it again.')
    const hands = { by: who.by, proposal: { by: summary.by, number: proposal } }
    sql.atomically(() => {
      this.#table.settle(proposal, 'approved', { by: who.by, at: Date.now(), note })
      publishing.release({ ...ready.value, note: change.note, reason: note || summary.reason }, hands)
    })
    await publishing.spread()
    return this.#summary(proposal)
  }

  async #approveRollout(proposal: number, who: Who, note: string) {
    const { publishing, sql } = this.#deps
    const found = this.#approvable(proposal)
    if (!found.ok) return found
    const { change, by, reason } = found.value.summary
    if (change.type !== 'rollout') throw new Error('A proposal without a graph is a rollout')
    const refusal = publishing.rolloutRefusal(change.rollout)
    if (refusal) return refusal
    sql.atomically(() => {
      this.#table.settle(proposal, 'approved', { by: who.by, at: Date.now(), note })
      publishing.route(change.rollout, { by: who.by, proposal: { by, number: proposal } }, note || reason)
    })
    await publishing.spread()
    return this.#summary(proposal)
  }

  /** An open proposal whose ground has not moved. */
  #approvable(proposal: number): Answer<StoredProposal> {
    const found = this.#open(proposal)
    if (!found.ok) return found
    const { loop, summary } = found.value
    if (canonicalJson(loop.rollout) !== canonicalJson(summary.from))
      return refuse('conflict', 'What receives traffic has changed since it was proposed: propose it again.')
    return found
  }

  #open(proposal: number): Answer<StoredProposal & { loop: NonNullable<ReturnType<LoopTables['loop']>> }> {
    const loop = this.#deps.tables.loop()
    if (!loop) return missing()
    const found = this.#table.get(proposal, Date.now())
    if (!found) return refuse('not-found', `This loop has no proposal ${proposal}.`)
    const { status } = found.summary
    return status === 'open'
      ? answer({ ...found, loop })
      : refuse('conflict', `Proposal ${proposal} is ${status} already.`)
  }

  async #settle(proposal: number, status: 'denied' | 'withdrawn', who: Who, note: string) {
    const found = this.#open(proposal)
    if (!found.ok) return found
    this.#deps.sql.atomically(() => {
      this.#table.settle(proposal, status, { by: who.by, at: Date.now(), note })
      this.#note(who.by, status, found.value.summary, note)
    })
    await this.#deps.notes.tell()
    return this.#summary(proposal)
  }

  #summary(proposal: number): Answer<ProposalSummary> {
    const found = this.get(proposal)
    return found.ok ? answer(found.value.summary) : found
  }

  #note(
    by: string,
    what: Exclude<ProposalStatus, 'open'> | 'made',
    made: Omit<ProposalSummary, 'status' | 'decided'>,
    reason: string,
  ) {
    const { loop, proposal, change } = made
    const words =
      change.type === 'version' ? change.version : this.#deps.publishing.rolloutWords(change.rollout)
    const told = { detail: `proposal ${proposal}: ${words}, ${made.digest}`, reason }
    this.#deps.notes.add({ by, what: `proposal.${what}`, subject: loop, told })
  }
}
