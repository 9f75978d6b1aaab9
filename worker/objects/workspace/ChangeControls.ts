import {
  type ChangeControl,
  type ControlProposal,
  isLowered,
  noChangeControl,
} from '../../../shared/api/changeControl.ts'
import type { DecideProposal } from '../../../shared/api/proposals.ts'
import { digest } from '../../../shared/audit/digest.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { mayBeOne, type Who } from '../../security/principal.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Stored = { proposal: ControlProposal; proposer: Who }

const hourMs = 3_600_000

/** Which changes ask for a second person. To ask for one less asks for one, too. */
export class ChangeControls {
  readonly #store: WorkspaceStore

  constructor(store: WorkspaceStore) {
    this.#store = store
  }

  current(): ChangeControl {
    const stored = this.#store.fact('change-control')
    return stored === null ? noChangeControl : (JSON.parse(stored) as ChangeControl)
  }

  put(control: ChangeControl, reason: string, by: string): Answer<ChangeControl> {
    if (isLowered(this.current(), control))
      return refuse(
        'second-person-required',
        'Fewer changes would ask for a second person, so one has to approve this: propose it.',
      )
    this.#set(control, by, { reason })
    return answer(control)
  }

  proposal(): ControlProposal | null {
    return this.#open()?.proposal ?? null
  }

  propose(control: ChangeControl, reason: string, who: Who): Answer<ControlProposal> {
    const from = this.current()
    if (!isLowered(from, control))
      return refuse(
        'conflict',
        'Nothing asks for a second person less with this: set it, it needs nobody else.',
      )
    const at = Date.now()
    const expiresAt = at + from.expiresAfterHours * hourMs
    const said = { from, to: control, reason, by: who.by, at, expiresAt }
    const proposal = { digest: digest(said), ...said }
    const keep = () => this.#store.setFact(fact, JSON.stringify({ proposal, proposer: who } satisfies Stored))
    this.#tell('proposed', who.by, proposal, reason, keep)
    return answer(proposal)
  }

  /** Nobody approves what may be their own; to deny it is to take it back. */
  decide({ decision, digest: seen, note }: DecideProposal, who: Who): Answer<ChangeControl> {
    const found = this.#open()
    if (!found) return refuse('not-found', 'No change of change control waits for a second person.')
    const { proposal, proposer } = found
    if (seen !== proposal.digest)
      return refuse('conflict', 'The digest is not that of the proposal: look at it again.')
    const isOwn = mayBeOne(who, proposer)
    if (decision === 'deny') {
      this.#tell(isOwn ? 'withdrawn' : 'denied', who.by, proposal, note, () => this.#store.dropFact(fact))
      return answer(this.current())
    }
    if (isOwn)
      return refuse(
        'own-proposal',
        'You proposed it, or somebody who may be you did: somebody else has to approve it.',
      )
    const detail = `proposed by ${proposal.by}, ${proposal.digest}`
    this.#set(proposal.to, who.by, { detail, reason: note || proposal.reason })
    return answer(proposal.to)
  }

  /** What waits was proposed from what held before, so it goes: it can’t be approved on other ground. */
  #set(control: ChangeControl, by: string, told: { detail?: string; reason: string }): void {
    const sides = { from: { value: controlWords(this.current()) }, to: { value: controlWords(control) } }
    const set = () => {
      this.#store.setFact('change-control', JSON.stringify(control))
      this.#store.dropFact(fact)
    }
    this.#store.change(by, 'workspace.change-control', 'workspace', set, { ...told, ...sides })
  }

  #tell(
    what: 'proposed' | 'denied' | 'withdrawn',
    by: string,
    { from, to, digest: of }: ControlProposal,
    reason: string,
    work: () => void,
  ): void {
    const sides = { from: { value: controlWords(from) }, to: { value: controlWords(to) } }
    const told = { detail: of, reason, ...sides }
    this.#store.change(by, `workspace.change-control-${what}`, 'workspace', work, told)
  }

  #open(): Stored | null {
    const text = this.#store.fact(fact)
    const stored = text === null ? null : (JSON.parse(text) as Stored)
    return stored && stored.proposal.expiresAt > Date.now() ? stored : null
  }
}

const fact = 'change-control-proposal'

/** What is asked, in words for the log of changes. */
function controlWords({ publish, rollout, expiresAfterHours, loops }: ChangeControl): string {
  const asked = (each: { publish: boolean; rollout: boolean }) =>
    [...(each.publish ? ['versions'] : []), ...(each.rollout ? ['rollouts'] : [])].join(' and ') || 'nothing'
  const exceptions = loops.map((each) => `${each.loop}: ${asked(each)}`)
  return [`${asked({ publish, rollout })} within ${expiresAfterHours} h`, ...exceptions].join('; ')
}
