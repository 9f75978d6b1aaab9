import type { LeftOut } from '../../../shared/cases/caseOf.ts'

/** What of a recorded run a simulation can't play again, and what it does in its place. */
export const notPlayedWords = {
  approvals:
    'People decided differently at different times, or changed or sent back what they saw: here each approval is decided as the first was.',
  operators: 'Somebody paused, resumed or cancelled the run: here nobody does.',
  probes: 'What probes found out about steps is not on record.',
  undos: 'What an undo brought that was refused is not on record: here the undo fails.',
  drift: 'The baselines that values were compared with are not on record, so drift can’t be told.',
  redacted: 'What policies redacted is not on record: the simulation sees it as redacted.',
  recent: 'What the loop had done lately is not on record.',
  fork: 'What the run carried along from the run that it is a fork of is not on record.',
  body: 'Names of runs in the response are not compared.',
} as const satisfies Record<LeftOut, string>
