import type { DecideProposal } from '../../../shared/api/proposals.ts'
import { digest } from '../../../shared/audit/digest.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { mayBeOne, type Who } from '../../security/principal.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Proposed = { digest: string; reason: string; by: string; at: number; expiresAt: number }
type Stored<P> = { proposal: P; proposer: Who }

type Kind<P> = {
  /** The fact that keeps what waits. */
  fact: string
  /** What a proposal is about: of two about one thing the newer waits. */
  about: (proposal: P) => string
  /** Whether what it was made from still holds. */
  stands: (proposal: P) => boolean
}

const hourMs = 3_600_000

/** What waits for a second person in a workspace: until it expires, or what it was made from holds no more. */
export class Waiting<P extends Proposed> {
  readonly #store: WorkspaceStore
  readonly #kind: Kind<P>

  constructor(store: WorkspaceStore, kind: Kind<P>) {
    this.#store = store
    this.#kind = kind
  }

  /** Newest first. */
  all(): P[] {
    return this.#open().map(({ proposal }) => proposal)
  }

  /** What is said, as a proposal: its digest is over all of it. */
  made<S extends Omit<P, keyof Proposed>>(said: S, reason: string, { by }: Who, hours: number) {
    const at = Date.now()
    const all = { ...said, reason, by, at, expiresAt: at + hours * hourMs }
    return { digest: digest(all), ...all }
  }

  keep(proposal: P, proposer: Who): void {
    const { about } = this.#kind
    const others = this.#open().filter((each) => about(each.proposal) !== about(proposal))
    this.#write([{ proposal, proposer }, ...others])
  }

  drop({ digest: of }: P): void {
    this.#write(this.#open().filter(({ proposal }) => proposal.digest !== of))
  }

  /** What somebody decides on: exactly what they saw, and never what may be their own. To deny that is to take it back. */
  decidedOn({ digest: seen, decision }: DecideProposal, who: Who): Answer<{ proposal: P; isOwn: boolean }> {
    const open = this.#open()
    if (open.length === 0) return refuse('not-found', 'No such change waits for a second person.')
    const found = open.find(({ proposal }) => proposal.digest === seen)
    if (!found) return refuse('conflict', 'The digest is not that of the proposal: look at it again.')
    const isOwn = mayBeOne(who, found.proposer)
    if (isOwn && decision === 'approve')
      return refuse(
        'own-proposal',
        'You proposed it, or somebody who may be you did: somebody else has to approve it.',
      )
    return answer({ proposal: found.proposal, isOwn })
  }

  #open(): Stored<P>[] {
    const text = this.#store.fact(this.#kind.fact)
    // Before several could wait it was one, and no list.
    const stored = text === null ? [] : [JSON.parse(text) as Stored<P> | Stored<P>[]].flat()
    const now = Date.now()
    return stored.filter(({ proposal }) => proposal.expiresAt > now && this.#kind.stands(proposal))
  }

  #write(stored: Stored<P>[]): void {
    if (stored.length === 0) this.#store.dropFact(this.#kind.fact)
    else this.#store.setFact(this.#kind.fact, JSON.stringify(stored))
  }
}
