import type { PackReference, PolicyPack } from './pack.ts'

const unbounded: PackReference = {
  framework: 'OWASP Top 10 for LLM applications 2025',
  control: 'LLM10 Unbounded consumption',
  asks: 'Bound how much an application may use, and stop it where it uses more.',
}
const governance: PackReference = {
  framework: 'FinOps Framework 2025',
  control: 'Policy & Governance',
  asks: 'Set rules for spending, and have them followed without anybody watching.',
}
const anomalies: PackReference = {
  framework: 'FinOps Framework 2025',
  control: 'Anomaly Management',
  asks: 'Find unexpected cost soon, and act on it.',
}

/** Keeps what runs cost within bounds. */
export const costPack: PolicyPack = {
  id: 'cost',
  title: 'Cost',
  says: 'Runs and loops stay within a budget; dear steps are asked about first.',
  versions: [
    {
      version: 1,
      changes: 'The first version.',
      settings: [
        { name: 'runUsd', label: 'A run may cost (USD)', kind: 'real', value: 5, min: 0, max: 100_000 },
        {
          name: 'dayUsd',
          label: 'A loop may cost in a day (USD)',
          kind: 'real',
          value: 50,
          min: 0,
          max: 1_000_000,
        },
        { name: 'stepUsd', label: 'A step is dear from (USD)', kind: 'real', value: 1, min: 0, max: 100_000 },
        {
          name: 'perMinute',
          label: 'Runs of a loop in a minute',
          kind: 'whole',
          value: 120,
          min: 1,
          max: 1_000_000,
        },
        {
          name: 'tries',
          label: 'Plans that a run may try before it is flagged',
          kind: 'whole',
          value: 3,
          min: 1,
          max: 100,
        },
      ],
      rules: [
        {
          id: 'run-budget',
          title: 'A run stays within its budget',
          at: 'step',
          when: 'double(run.costUsd) + double(action.costUsd) > $runUsd',
          effect: 'deny',
          message: 'The step would take the run over its budget.',
          why: 'A loop that plans again after every failure can spend without end; the budget ends it before the money is gone.',
          serves: [governance, unbounded],
        },
        {
          id: 'day-budget',
          title: 'A loop over its budget of the day waits for a person',
          at: 'input',
          when: 'double(recent.costLastDayUsd) >= $dayUsd',
          effect: 'require-approval',
          message: 'The loop has spent its budget of the day.',
          why: 'A flood of calls is dear even if each run is cheap. A person decides whether the day goes on.',
          serves: [anomalies, unbounded],
        },
        {
          id: 'dear-step',
          title: 'A dear step needs a person',
          at: 'step',
          when: 'double(action.costUsd) >= $stepUsd',
          effect: 'require-approval',
          message: 'The step is dear.',
          why: 'One look before a dear step costs less than the step done wrongly.',
          serves: [governance],
        },
        {
          id: 'rate',
          title: 'Not too many runs in a minute',
          at: 'input',
          when: 'recent.lastMinute >= $perMinute',
          effect: 'deny',
          message: 'The loop was called too often in the last minute.',
          why: 'A sender in a loop of its own is stopped at the door, before it costs anything.',
          serves: [unbounded],
        },
        {
          id: 'many-tries',
          title: 'A run that tries again and again is noted',
          at: 'plan',
          when: 'run.iteration > $tries',
          effect: 'flag',
          message: 'The run has tried several plans.',
          why: 'Runs that need many plans are where the money goes, and where a loop is worth a repair.',
          serves: [anomalies],
        },
      ],
    },
  ],
}
