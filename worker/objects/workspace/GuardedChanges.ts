import type { ChangedSide } from '../../../shared/api/changes.ts'
import { type GuardedChange, type GuardedProposal, takesTwo } from '../../../shared/api/guardedChanges.ts'
import type { DecideProposal } from '../../../shared/api/proposals.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import { weakenedBy } from '../../../shared/policy/weakenedBy.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { Who } from '../../security/principal.ts'
import type { ChangeControls } from './ChangeControls.ts'
import { asKept, type Hosts } from './Hosts.ts'
import type { KeptHosts } from './KeptHosts.ts'
import { digestOfRules, effectiveOf } from './PolicySets.ts'
import { type PolicyParts, putPolicies } from './putPolicies.ts'
import { Waiting } from './Waiting.ts'

type Deps = PolicyParts & { controls: ChangeControls; hosts: Hosts; keptHosts: KeptHosts }

/**
 * Changes of what keeps runs safe besides their versions: policies and packs that would hold them to less, and addresses that they reach.
 * Where a version takes two these do, too: else whoever may not publish alone would do it by another door.
 */
export class GuardedChanges {
  readonly #deps: Deps
  readonly #waiting: Waiting<GuardedProposal>

  constructor(deps: Deps) {
    this.#deps = deps
    this.#waiting = new Waiting(deps.store, {
      fact: 'guarded-proposals',
      about: ({ change }) => subjectOf(change),
      stands: ({ change }) => this.#stands(change),
    })
  }

  list(): GuardedProposal[] {
    return this.#waiting.all()
  }

  /** Why nobody may make a change alone; null when somebody may. */
  whyNotAlone(change: GuardedChange): Answer<never> | null {
    const why = this.#whyGuarded(change)
    return why === null ? null : refuse('second-person-required', `${why} Propose it: one has to approve it.`)
  }

  propose(change: GuardedChange, reason: string, who: Who): Answer<GuardedProposal> {
    const refusal = this.#refusal(change)
    if (refusal) return refusal
    if (this.#whyGuarded(change) === null)
      return refuse('conflict', 'This takes nobody else here: make the change itself.')
    const { expiresAfterHours } = this.#deps.controls.current()
    const proposal = this.#waiting.made({ change }, reason, who, expiresAfterHours)
    this.#tell('proposed', who.by, proposal, reason, () => this.#waiting.keep(proposal, who))
    return answer(proposal)
  }

  /** What waits from then on. An approved one waits no more, since what it was made from holds no more. */
  async decide(decision: DecideProposal, who: Who): Promise<Answer<GuardedProposal[]>> {
    const found = this.#waiting.decidedOn(decision, who)
    if (!found.ok) return found
    const { proposal, isOwn } = found.value
    const { note } = decision
    if (decision.decision === 'deny') {
      this.#tell(isOwn ? 'withdrawn' : 'denied', who.by, proposal, note, () => this.#waiting.drop(proposal))
      return answer(this.list())
    }
    const made = await this.#make(proposal, who.by, note || proposal.reason)
    return made.ok ? answer(this.list()) : made
  }

  /** It is looked at again as if it were made now. */
  #make(proposal: GuardedProposal, by: string, reason: string): Promise<Answer<unknown>> {
    const { change } = proposal
    const hands = `proposed by ${proposal.by}, ${proposal.digest}`
    switch (change.type) {
      case 'policies': {
        const { type: _, revision, ...request } = change
        return putPolicies(this.#deps, { ...request, note: reason }, revision, by, hands)
      }
      case 'host':
        return this.#deps.keptHosts.put(change.host, change.baseUrl, by, reason, hands)
      default:
        return assertNever(change)
    }
  }

  #refusal(change: GuardedChange): Answer<never> | null {
    switch (change.type) {
      case 'policies':
        return this.#deps.policies.refusal(change, change.revision)
      case 'host':
        if (!this.#stands(change))
          return refuse('conflict', 'The host has another address by now: look at it again.')
        return this.#deps.keptHosts.refusal(change.baseUrl)
      default:
        return assertNever(change)
    }
  }

  /** What it would weaken, in words; null where nothing that takes two. */
  #whyGuarded(change: GuardedChange): string | null {
    if (!takesTwo(this.#deps.controls.current())) return null
    switch (change.type) {
      case 'policies': {
        const { policies } = this.#deps
        const weaker = weakenedBy(policies.detail().policies, effectiveOf(policies.choiceOf(change)))
        const named = weaker.map((id) => `“${id}”`).join(', ')
        return weaker.length === 0 ? null : `With these policies runs would be held to less: ${named}.`
      }
      case 'host':
        return this.#addressOf(change.host) === asKept(change.baseUrl)
          ? null
          : 'Runs would reach another address.'
      default:
        return assertNever(change)
    }
  }

  #stands(change: GuardedChange): boolean {
    switch (change.type) {
      case 'policies':
        return (this.#deps.policies.current()?.version ?? 0) === change.revision
      case 'host':
        return this.#addressOf(change.host) === change.from
      default:
        return assertNever(change)
    }
  }

  #addressOf(host: string): string | null {
    return this.#deps.hosts.all().find(({ name }) => name === host)?.baseUrl ?? null
  }

  #tell(
    what: 'proposed' | 'denied' | 'withdrawn',
    by: string,
    { change, digest }: GuardedProposal,
    reason: string,
    work: () => void,
  ): void {
    const told = { detail: digest, reason, ...this.#sidesOf(change) }
    this.#deps.store.change(by, `workspace.change-${what}`, subjectOf(change), work, told)
  }

  #sidesOf(change: GuardedChange): { from?: ChangedSide; to: ChangedSide } {
    switch (change.type) {
      case 'policies': {
        const { policies } = this.#deps
        const made = digestOfRules(effectiveOf(policies.choiceOf(change)))
        return {
          from: { number: change.revision, digest: policies.detail().digest },
          to: { number: change.revision + 1, digest: made },
        }
      }
      case 'host': {
        const from = change.from === null ? {} : { from: { value: change.from } }
        return { ...from, to: { value: change.baseUrl } }
      }
      default:
        return assertNever(change)
    }
  }
}

const subjectOf = (change: GuardedChange): string =>
  change.type === 'host' ? `host ${change.host}` : 'policies'
