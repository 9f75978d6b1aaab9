import { goesOut, type PackReference, type PolicyPack } from './pack.ts'

const criterion = (control: string, asks: string): PackReference => ({
  framework: 'AICPA 2017 Trust Services Criteria (revised points of focus, 2022)',
  control,
  asks,
})

/** Records that can serve as evidence in a SOC 2 examination, from runs. */
export const soc2Pack: PolicyPack = {
  id: 'soc2',
  title: 'SOC 2',
  says: 'Rules whose records can serve as evidence for criteria of security, availability, processing integrity and confidentiality.',
  versions: [
    {
      version: 1,
      changes: 'The first version.',
      settings: [
        {
          name: 'passRisk',
          label: 'A pass is reviewed from a risk of',
          kind: 'real',
          value: 0.3,
          min: 0,
          max: 1,
        },
        {
          name: 'perMinute',
          label: 'Runs of a loop in a minute before it is noted',
          kind: 'whole',
          value: 60,
          min: 1,
          max: 1_000_000,
        },
        {
          name: 'failedPercent',
          label: 'Failed runs of the day before it is noted (%)',
          kind: 'whole',
          value: 20,
          min: 1,
          max: 100,
        },
        { name: 'leakRisk', label: 'Text leaks from a risk of', kind: 'real', value: 0.5, min: 0.1, max: 1 },
      ],
      rules: [
        {
          id: 'cc6-7-confidential',
          title: 'Confidential data leave only when approved',
          at: 'step',
          when: `${goesOut} && classes.exists(each, each in ['confidential', 'secret', 'personal'])`,
          effect: 'require-approval',
          message: 'Confidential data would leave the workspace.',
          why: 'Each transmission of confidential data has somebody who allowed it.',
          serves: [
            criterion(
              'CC6.7',
              'Restrict transmission, movement and removal of information to authorised users and processes.',
            ),
            criterion('C1.1', 'Identify and maintain confidential information.'),
          ],
        },
        {
          id: 'cc6-1-credentials',
          title: 'Credentials are never sent',
          at: 'step',
          when: `${goesOut} && leakRisk(args) >= $leakRisk`,
          effect: 'deny',
          message: 'The arguments hold what looks like credentials.',
          why: 'Access follows from credentials, so they never travel in the data of a step.',
          serves: [criterion('CC6.1', 'Protect information assets by logical access security.')],
        },
        {
          id: 'cc7-2-failures',
          title: 'A day with many failures is noted',
          at: 'input',
          when: 'recent.lastDay >= 10 && recent.failuresLastDay * 100 >= recent.lastDay * $failedPercent',
          effect: 'flag',
          message: 'Many of the day’s runs failed.',
          why: 'Failures out of the ordinary are found and on record while they last.',
          serves: [
            criterion(
              'CC7.2',
              'Monitor system components and their operation for anomalies, and analyse these.',
            ),
          ],
        },
        {
          id: 'cc8-1-changes',
          title: 'Grave changes are approved',
          at: 'step',
          when: "action.risk == 'high' && action.reversibility != 'pure'",
          effect: 'require-approval',
          message: 'The step is a change of high risk.',
          why: 'Changes of high risk are authorised before they are made.',
          serves: [
            criterion(
              'CC8.1',
              'Authorise, document, test and approve changes to infrastructure, data, software and procedures.',
            ),
          ],
        },
        {
          id: 'a1-1-load',
          title: 'Load near the bound is noted',
          at: 'input',
          when: 'recent.lastMinute >= $perMinute',
          effect: 'flag',
          message: 'The loop is called unusually often.',
          why: 'Capacity is watched, and the record shows when it was short.',
          serves: [criterion('A1.1', 'Maintain, monitor and evaluate processing capacity and use.')],
        },
        {
          id: 'pi1-3-doubts',
          title: 'A doubtful result is reviewed',
          at: 'verdict',
          when: "verdict.verdict == 'pass' && double(verdict.risk) >= $passRisk",
          effect: 'require-approval',
          message: 'The result passed, with doubts.',
          why: 'Processing that is possibly wrong is reviewed before it counts.',
          serves: [
            criterion(
              'PI1.3',
              'Have policies and procedures over processing, so that what comes of it meets its objectives.',
            ),
          ],
        },
      ],
    },
  ],
}
