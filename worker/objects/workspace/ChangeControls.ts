import {
  type ChangeControl,
  type ControlProposal,
  isLowered,
  noChangeControl,
} from '../../../shared/api/changeControl.ts'
import type { DecideProposal } from '../../../shared/api/proposals.ts'
import { digest } from '../../../shared/audit/digest.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { Who } from '../../security/principal.ts'
import { Waiting } from './Waiting.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

/** Which changes ask for a second person. To ask for one less asks for one, too. */
export class ChangeControls {
  readonly #store: WorkspaceStore
  readonly #waiting: Waiting<ControlProposal>

  constructor(store: WorkspaceStore) {
    this.#store = store
    this.#waiting = new Waiting(store, {
      fact: 'change-control-proposal',
      about: () => 'change-control',
      // What waits was proposed from what held before: it can’t be approved on other ground.
      stands: ({ from }) => digest(from) === digest(this.current()),
    })
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
    return this.#waiting.all()[0] ?? null
  }

  propose(control: ChangeControl, reason: string, who: Who): Answer<ControlProposal> {
    const from = this.current()
    if (!isLowered(from, control))
      return refuse(
        'conflict',
        'Nothing asks for a second person less with this: set it, it needs nobody else.',
      )
    const proposal = this.#waiting.made({ from, to: control }, reason, who, from.expiresAfterHours)
    this.#tell('proposed', who.by, proposal, reason, () => this.#waiting.keep(proposal, who))
    return answer(proposal)
  }

  decide(decision: DecideProposal, who: Who): Answer<ChangeControl> {
    const found = this.#waiting.decidedOn(decision, who)
    if (!found.ok) return found
    const { proposal, isOwn } = found.value
    const { note } = decision
    if (decision.decision === 'deny') {
      this.#tell(isOwn ? 'withdrawn' : 'denied', who.by, proposal, note, () => this.#waiting.drop(proposal))
      return answer(this.current())
    }
    const detail = `proposed by ${proposal.by}, ${proposal.digest}`
    this.#set(proposal.to, who.by, { detail, reason: note || proposal.reason })
    return answer(proposal.to)
  }

  #set(control: ChangeControl, by: string, told: { detail?: string; reason: string }): void {
    const sides = { from: { value: controlWords(this.current()) }, to: { value: controlWords(control) } }
    const set = () => this.#store.setFact('change-control', JSON.stringify(control))
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
}

/** What is asked, in words for the log of changes. */
function controlWords({ publish, rollout, expiresAfterHours, loops }: ChangeControl): string {
  const asked = (each: { publish: boolean; rollout: boolean }) =>
    [...(each.publish ? ['versions'] : []), ...(each.rollout ? ['rollouts'] : [])].join(' and ') || 'nothing'
  const exceptions = loops.map((each) => `${each.loop}: ${asked(each)}`)
  return [`${asked({ publish, rollout })} within ${expiresAfterHours} h`, ...exceptions].join('; ')
}
