import type { TestResults } from '../../../shared/api/loops.ts'
import type { ProposalStatus, ProposalSummary } from '../../../shared/api/proposals.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Who } from '../../security/principal.ts'
import type { Sql } from '../storage/Sql.ts'

export type Proposed = { graph: Graph; tests: TestResults }
type Decided = NonNullable<ProposalSummary['decided']>

/** A proposal as it was made; what became of it stands apart. */
export type MadeProposal = Omit<ProposalSummary, 'status' | 'decided'>

/** A proposal with who made it and what would be published. */
export type StoredProposal = { summary: ProposalSummary; proposer: Who; proposed: Proposed | null }

type Row = { status: string; decided: string | null; made: string; proposer: string }

/** Settled proposals are kept up to this many; an open one always. */
const kept = 100

/** What was proposed of a loop, and what became of it. */
export class ProposalTable {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  next(): number {
    const query = 'SELECT max(proposal) AS last FROM proposals'
    return (this.#sql.first<{ last: number | null }>(query)?.last ?? 0) + 1
  }

  /** Adds one. An open one of its kind gives way to it. */
  add(made: MadeProposal, proposer: Who, proposed: Proposed | null): void {
    const { proposal, change, by, at } = made
    const decided: Decided = { by, at, note: `Proposal ${proposal} took its place` }
    this.#sql.run(
      "UPDATE proposals SET status = 'superseded', decided = ? WHERE kind = ? AND status = 'open'",
      JSON.stringify(decided),
      change.type,
    )
    this.#sql.run(
      "INSERT INTO proposals VALUES (?, ?, 'open', NULL, ?, ?, ?)",
      proposal,
      change.type,
      JSON.stringify(made),
      JSON.stringify(proposer),
      proposed && JSON.stringify(proposed),
    )
    this.#sql.run("DELETE FROM proposals WHERE proposal <= ? AND status <> 'open'", proposal - kept)
  }

  /** Newest first. */
  list(now: number): ProposalSummary[] {
    const query = 'SELECT status, decided, made, proposer FROM proposals ORDER BY proposal DESC'
    return this.#sql.all<Row>(query).map((row) => summaryOf(row, now))
  }

  get(proposal: number, now: number): StoredProposal | null {
    const row = this.#sql.first<Row & { proposed: string | null }>(
      'SELECT * FROM proposals WHERE proposal = ?',
      proposal,
    )
    if (!row) return null
    return {
      summary: summaryOf(row, now),
      proposer: JSON.parse(row.proposer) as Who,
      proposed: row.proposed === null ? null : (JSON.parse(row.proposed) as Proposed),
    }
  }

  settle(proposal: number, status: Exclude<ProposalStatus, 'open' | 'expired'>, decided: Decided): void {
    const query = 'UPDATE proposals SET status = ?, decided = ? WHERE proposal = ?'
    this.#sql.run(query, status, JSON.stringify(decided), proposal)
  }
}

function summaryOf({ status, decided, made }: Row, now: number): ProposalSummary {
  const what = JSON.parse(made) as MadeProposal
  const isOver = status === 'open' && what.expiresAt <= now
  return {
    ...what,
    status: isOver ? 'expired' : (status as ProposalStatus),
    decided: decided === null ? null : (JSON.parse(decided) as Decided),
  }
}
