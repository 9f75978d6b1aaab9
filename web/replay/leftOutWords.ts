import type { LeftOut } from '../../shared/cases/caseOf.ts'

/** What of a recorded run has no place in a test or a trial, and what that means there. */
export const leftOutWords = {
  approvals:
    'People decided differently at different times, or changed or sent back what they saw; the test decides always the same.',
  operators: 'Somebody paused or cancelled the run; in the test nobody does.',
  probes: 'What probes answered is not in the log; give it in the test.',
  undos: 'What an undo brought that was refused is not in the log; give it in the test.',
  drift: 'The baselines that values were compared with are not in the log; without them drift can’t be told.',
  redacted: 'What policies redacted is not in the log; put other values in its place.',
  recent: 'Policies that read what the loop did lately find that it did nothing.',
  fork: 'The run is a fork, and began with what another had brought; the test begins at the trigger, with nothing.',
  body: 'Members of the body that name a run are not expected.',
} as const satisfies Record<LeftOut, string>
