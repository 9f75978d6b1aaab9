import { epsilonPerDay } from '../../../shared/privacy/noise.ts'
import type { Sql } from '../storage/Sql.ts'

/** So little is lost to sums of fractions, and no more than so much is ever given too much. */
const dust = 1e-9

/** What the workspace gave away today of its differential-privacy budget. What is asked is paid for before it is answered. */
export class PrivacyBudget {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Takes ε from the budget of the day (`2026-11-26`, UTC); what is left then, or null when there is not enough. */
  spend(day: string, epsilon: number): number | null {
    const spent = this.#sql.first<{ epsilon: number }>('SELECT epsilon FROM privacy_spent WHERE day = ?', day)
    const left = epsilonPerDay - (spent?.epsilon ?? 0) - epsilon
    if (left < -dust) return null
    this.#sql.run(
      `INSERT INTO privacy_spent VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET epsilon = epsilon + excluded.epsilon`,
      day,
      epsilon,
    )
    return Math.max(0, left)
  }
}
