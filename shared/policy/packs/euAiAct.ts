import type { PackReference, PolicyPack } from './pack.ts'

const article = (control: string, asks: string): PackReference => ({
  framework: 'AI Act, Regulation (EU) 2024/1689',
  control,
  asks,
})

/** Human oversight of high-risk systems, as the AI Act asks deployers and providers for it. */
export const euAiActPack: PolicyPack = {
  id: 'eu-ai-act',
  title: 'EU AI Act: oversight',
  says: 'For loops that are part of a high-risk system: people oversee, intervene and stop, and what models did is on record.',
  versions: [
    {
      version: 1,
      changes: 'The first version.',
      settings: [
        {
          name: 'passRisk',
          label: 'A pass is overseen from a risk of',
          kind: 'real',
          value: 0.2,
          min: 0,
          max: 1,
        },
        { name: 'tries', label: 'Plans before a person is asked', kind: 'whole', value: 3, min: 1, max: 100 },
        {
          name: 'promptRisk',
          label: 'Text is suspicious from a risk of',
          kind: 'real',
          value: 0.7,
          min: 0.1,
          max: 1,
        },
        {
          name: 'failedPercent',
          label: 'Use is suspended when so many of the day’s runs failed (%)',
          kind: 'whole',
          value: 20,
          min: 1,
          max: 100,
        },
      ],
      rules: [
        {
          id: 'art14-override',
          title: 'A person can refuse what is grave',
          at: 'step',
          when: "action.risk == 'high'",
          effect: 'require-approval',
          message: 'The step is of high risk.',
          why: 'The person who oversees decides not to use the output, before it has an effect.',
          serves: [
            article(
              'Art. 14(4)(d)',
              'People can decide not to use the system, or disregard, override or reverse its output.',
            ),
            article('Art. 14(4)(e)', 'People can intervene, or bring the system to a safe halt.'),
          ],
        },
        {
          id: 'art14-two-people',
          title: 'Identification by biometrics is confirmed by two people',
          at: 'step',
          when: "'biometric' in classes",
          effect: 'require-approval',
          need: 2,
          message: 'The step acts on biometric data.',
          why: 'No action follows from a remote biometric identification unless two people have confirmed it.',
          serves: [
            article(
              'Art. 14(5)',
              'For remote biometric identification (Annex III, point 1(a)): no action before at least two competent people have verified and confirmed it separately.',
            ),
          ],
        },
        {
          id: 'art14-anomalies',
          title: 'A run that does not get on comes before a person',
          at: 'plan',
          when: 'run.iteration > $tries',
          effect: 'require-approval',
          message: 'The run has tried several plans.',
          why: 'Whoever oversees sees anomalies and dysfunctions while something can still be done.',
          serves: [
            article(
              'Art. 14(4)(a)',
              'People understand what the system can and can’t do, monitor it, and detect and address anomalies.',
            ),
          ],
        },
        {
          id: 'art15-steering',
          title: 'Input that tries to steer a model waits',
          at: 'input',
          when: 'promptRisk(input) >= $promptRisk',
          effect: 'require-approval',
          message: 'The input reads like an attempt to instruct a model.',
          why: 'Input made to have a model err is found and dealt with before the model reads it.',
          serves: [
            article(
              'Art. 15(5)',
              'Be resilient against third parties who exploit weaknesses to alter use, output or performance.',
            ),
          ],
        },
        {
          id: 'art14-doubtful',
          title: 'A doubtful pass is overseen',
          at: 'verdict',
          when: "verdict.verdict == 'pass' && double(verdict.risk) >= $passRisk",
          effect: 'require-approval',
          message: 'The verifier passed it, with doubts.',
          why: 'People tend to trust what a machine passed; doubts are put before them instead.',
          serves: [
            article(
              'Art. 14(4)(b)',
              'People stay aware that they may rely too much on output: automation bias.',
            ),
          ],
        },
        {
          id: 'art26-suspend',
          title: 'A system that fails is suspended',
          at: 'input',
          when: 'recent.lastDay >= 10 && recent.failuresLastDay * 100 >= recent.lastDay * $failedPercent',
          effect: 'require-approval',
          message: 'Many of the day’s runs failed: use is suspended until a person says otherwise.',
          why: 'A deployer with reason to see a risk to health, safety or rights suspends the use; many failures may be one. Telling the provider and the authority remains for people to do.',
          serves: [
            article(
              'Art. 26(5)',
              'Monitor operation; where it may present a risk as in Art. 79(1), inform provider and authority, and suspend use.',
            ),
          ],
        },
        {
          id: 'art12-records',
          title: 'What models are asked is on record',
          at: 'step',
          when: "action.uses == 'model'",
          effect: 'flag',
          message: 'A model is asked.',
          why: 'Events over the lifetime of the system are recorded, so that what happened can be traced.',
          serves: [
            article(
              'Art. 12(1)',
              'Technically allow events to be recorded automatically over the system’s lifetime.',
            ),
          ],
        },
      ],
    },
  ],
}
