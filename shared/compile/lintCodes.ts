import type { Severity } from './diagnostic.ts'

/** How severe a code is, its words for a heading, and what to know about it. */
export type CodeInfo = { severity: Severity; title: string; help: string }

const lint = (title: string, help: string): CodeInfo & { severity: 'warning' } => ({
  severity: 'warning',
  title,
  help,
})

/** Patterns that compile and then disappoint. Each has a page, `docs/lints/<code>.md`, which the editor shows. */
export const lintCodes = {
  'unverified-action': lint(
    'Effect that nobody checks',
    'No check reads what the action brought, nor what a later step finds out about it: a call that is answered counts as success.',
  ),
  'cannot-fail': lint(
    'Verifier judges nothing',
    'No check of the verifier can fail, so it passes whatever was done.',
  ),
  'check-cannot-fail': lint(
    'Check always holds',
    'The check comes to the same whatever was done, so it only thins the risk.',
  ),
  'diamond-join': lint(
    'Paths join and do it twice',
    'Two steps make the same call, two verifiers on one path make the same check, or success and failure go on at the same place.',
  ),
  'unbounded-cost': lint(
    'Cost that the limit does not hold',
    'All iterations together may cost more than a run may, or an action with no stated cost counts as free.',
  ),
  'approval-nobody-can-give': lint(
    'Approval that nobody can give',
    'It asks for more people than there are, or for nobody: it can only expire.',
  ),
  'undo-needs-destroyed': lint(
    'Undo needs what is gone',
    'The arguments of the undo read something that is not there any more, or never was, when the undo is needed.',
  ),
  'policy-never-fires': lint(
    'Policy never fires',
    'Its condition is never true, or there is nothing that it is about.',
  ),
  'unknown-value': lint(
    'Value that never occurs',
    'The comparison is with a value that its other side can’t have, so it always comes to the same.',
  ),
  'plan-breaks-rails': lint(
    'Plan breaks its own rails',
    'The planner writes steps that its rails refuse, so every run takes the bail route.',
  ),
  'contradictory-order': lint(
    'Order that no plan keeps',
    'The constraints want each of some steps before the other, so no plan has them together.',
  ),
  'fallback-repeats': lint(
    'Fallback does the same again',
    'A fallback with the same action and the same arguments does what just failed for good.',
  ),
} as const satisfies Record<string, CodeInfo>

/** A code whose page explains more than its title and help. */
export type LintCode = keyof typeof lintCodes

export function isLintCode(code: string): code is LintCode {
  return Object.hasOwn(lintCodes, code)
}
