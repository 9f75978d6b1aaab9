import { goesOut, type PackReference, type PackRule, type PolicyPack } from './pack.ts'

const leakage: PackReference = {
  framework: 'ISO/IEC 27001:2022',
  control: 'A.8.12 Data leakage prevention',
  asks: 'Apply measures against leakage wherever sensitive information is processed or sent.',
}
const pii: PackReference = {
  framework: 'ISO/IEC 27001:2022',
  control: 'A.5.34 Privacy and protection of PII',
  asks: 'Identify and meet the requirements for preserving privacy and protecting personal data.',
}
const disclosure: PackReference = {
  framework: 'OWASP Top 10 for LLM applications 2025',
  control: 'LLM02 Sensitive information disclosure',
  asks: 'Keep personal and confidential data out of what models get and say.',
}

/** The rules, with the word that each version has for the approver's yes. */
const rulesWith = (approved: string): readonly PackRule[] => [
  {
    id: 'personal-to-model',
    title: `Personal data go to a model only ${approved}`,
    at: 'step',
    when: "action.uses == 'model' && 'personal' in classes",
    effect: 'require-approval',
    message: 'Personal data would go to a model.',
    why: 'What a model’s provider receives can’t be taken back.',
    serves: [disclosure, pii],
  },
  {
    id: 'sensitive-out',
    title: `Sensitive data leave only ${approved}`,
    at: 'step',
    when: `${goesOut} && classes.exists(each, each in ['special', 'health', 'biometric', 'genetic', 'children', 'financial'])`,
    effect: 'require-approval',
    message: 'Sensitive data would leave the workspace.',
    why: 'Harm from such data is grave and lasting, so somebody looks before they leave.',
    serves: [leakage, pii],
  },
  {
    id: 'personal-out',
    title: 'Personal data that leave are noted',
    at: 'step',
    when: `${goesOut} && 'personal' in classes`,
    effect: 'flag',
    message: 'Personal data leave the workspace.',
    why: 'Who asks where their data went gets an answer from the log.',
    serves: [pii],
  },
  {
    id: 'personal-in',
    title: 'Personal data that steps bring are noted',
    at: 'output',
    when: "'personal' in classes",
    effect: 'flag',
    message: 'A step brought personal data.',
    why: 'Data that come from elsewhere are easily forgotten where the input alone is looked at.',
    serves: [pii],
  },
]

/** Watches over personal data, whatever law applies. */
export const privacyPack: PolicyPack = {
  id: 'privacy',
  title: 'Privacy',
  says: 'Personal data are not sent out unseen, and sensitive ones only after somebody agreed. It reads the data classes that schemas name.',
  versions: [
    {
      version: 1,
      changes: 'The first version.',
      settings: [],
      rules: rulesWith('with a person’s consent'),
    },
    {
      version: 2,
      changes:
        'Says “approved” in the titles: consent is what the people themselves give whose data they are, and no approver can give it for them.',
      settings: [],
      rules: rulesWith('when approved'),
    },
  ],
}
