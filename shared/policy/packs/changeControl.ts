import type { PackReference, PolicyPack } from './pack.ts'

const changeManagement: PackReference = {
  framework: 'ISO/IEC 27001:2022',
  control: 'A.8.32 Change management',
  asks: 'Make changes subject to change management: assessed, approved, and with a way back.',
}
const configurationChange: PackReference = {
  framework: 'NIST SP 800-53 rev. 5',
  control: 'CM-3 Configuration change control',
  asks: 'Review changes, approve or refuse them explicitly, and keep a record.',
}
const separation: PackReference = {
  framework: 'NIST SP 800-53 rev. 5',
  control: 'AC-5 Separation of duties',
  asks: 'Separate duties, so that nobody can carry a grave change alone.',
}
const failSafe: PackReference = {
  framework: 'NIST SP 800-53 rev. 5',
  control: 'SI-17 Fail-safe procedures',
  asks: 'Go over to a safe way of working where failures show.',
}

/** Treats what loops do to systems as changes: approved, within hours, by two where it is grave. */
export const changeControlPack: PolicyPack = {
  id: 'change-control',
  title: 'Change control',
  says: 'What can’t be undone is approved, by two people where it is risky, and within hours; loops that fail often wait.',
  versions: [
    {
      version: 1,
      changes: 'The first version.',
      settings: [
        { name: 'fromHour', label: 'Changes from (hour, UTC)', kind: 'whole', value: 7, min: 0, max: 23 },
        { name: 'toHour', label: 'Changes until (hour, UTC)', kind: 'whole', value: 17, min: 1, max: 24 },
        {
          name: 'failedPercent',
          label: 'A loop waits when so many of the day’s runs failed (%)',
          kind: 'whole',
          value: 30,
          min: 1,
          max: 100,
        },
      ],
      rules: [
        {
          id: 'two-people',
          title: 'A grave change needs two people',
          at: 'step',
          when: "action.reversibility == 'irreversible' && action.risk == 'high'",
          effect: 'require-approval',
          need: 2,
          message: 'The change is risky and can’t be undone.',
          why: 'Two people see what one overlooks, and nobody can carry it alone.',
          serves: [separation, changeManagement],
        },
        {
          id: 'no-way-back',
          title: 'What can’t be undone is approved',
          at: 'step',
          when: "action.reversibility == 'irreversible'",
          effect: 'require-approval',
          message: 'The change can’t be undone.',
          why: 'A change without a way back is decided by somebody, not by a plan.',
          serves: [configurationChange, changeManagement],
        },
        {
          id: 'hours',
          title: 'Changes outside of hours are approved',
          at: 'step',
          when: "action.reversibility != 'pure' && action.risk != 'low' && (timestamp(now).getHours() < $fromHour || timestamp(now).getHours() >= $toHour || timestamp(now).getDayOfWeek() in [0, 6])",
          effect: 'require-approval',
          message: 'It is outside of the hours for changes.',
          why: 'When something breaks at night, nobody is there who knows how to mend it.',
          serves: [configurationChange],
        },
        {
          id: 'failing',
          title: 'A loop that fails often waits for a person',
          at: 'input',
          when: 'recent.lastDay >= 10 && recent.failuresLastDay * 100 >= recent.lastDay * $failedPercent',
          effect: 'require-approval',
          message: 'Many of the day’s runs failed.',
          why: 'A loop that fails often changes systems half. It stops until somebody has looked.',
          serves: [failSafe],
        },
        {
          id: 'second-plan',
          title: 'A changed plan is noted',
          at: 'plan',
          when: 'run.iteration > 1',
          effect: 'flag',
          message: 'The run acts by another plan than its first.',
          why: 'What was done in the end may differ from what was first meant; the record says so.',
          serves: [configurationChange],
        },
      ],
    },
  ],
}
