import { goesOut, type PackReference, type PackRule, type PackSetting, type PolicyPack } from './pack.ts'

const owasp = 'OWASP Top 10 for LLM applications 2025'
const injection: PackReference = {
  framework: owasp,
  control: 'LLM01 Prompt injection',
  asks: 'Find input that tries to steer a model, and ask a person before what is risky.',
}
const disclosure: PackReference = {
  framework: owasp,
  control: 'LLM02 Sensitive information disclosure',
  asks: 'Keep credentials and confidential data out of what leaves.',
}
const agency: PackReference = {
  framework: owasp,
  control: 'LLM06 Excessive agency',
  asks: 'Have people approve what has great effect.',
}
const promptLeak: PackReference = {
  framework: owasp,
  control: 'LLM07 System prompt leakage',
  asks: 'Watch for a model that recites its instructions, by means outside of the model.',
}
const atlas: PackReference = {
  framework: 'MITRE ATLAS',
  control: 'AML.T0051 LLM prompt injection',
  asks: 'Expect instructions in any text that a model reads.',
}

const settings: readonly PackSetting[] = [
  {
    name: 'promptRisk',
    label: 'Text is suspicious from a risk of',
    kind: 'real',
    value: 0.7,
    min: 0.1,
    max: 1,
  },
  { name: 'leakRisk', label: 'Text leaks from a risk of', kind: 'real', value: 0.5, min: 0.1, max: 1 },
  {
    name: 'passRisk',
    label: 'A pass needs a person from a risk of',
    kind: 'real',
    value: 0.3,
    min: 0,
    max: 1,
  },
]

const firstRules: readonly PackRule[] = [
  {
    id: 'steered-input',
    title: 'Input that tries to steer a model waits for a person',
    at: 'input',
    when: 'promptRisk(input) >= $promptRisk',
    effect: 'require-approval',
    message: 'The input reads like an attempt to instruct a model.',
    why: 'Whoever can write a ticket can write to the model that reads it. A person sees the attempt before the model does.',
    serves: [injection, atlas],
  },
  {
    id: 'steered-arguments',
    title: 'Arguments that try to steer a model wait for a person',
    at: 'step',
    when: `${goesOut} && promptRisk(args) >= $promptRisk`,
    effect: 'require-approval',
    message: 'The arguments read like an attempt to instruct a model.',
    why: 'What an earlier step fetched may hold instructions too; they are caught before they are passed on.',
    serves: [injection],
  },
  {
    id: 'leaking-arguments',
    title: 'Nothing that leaks is sent out',
    at: 'step',
    when: `${goesOut} && leakRisk(args) >= $leakRisk`,
    effect: 'deny',
    message:
      'The arguments hold what should stay inside: credentials, instructions of a model, or data in links.',
    why: 'A credential that was sent once has to be changed everywhere.',
    serves: [disclosure, promptLeak],
  },
  {
    id: 'grave-step',
    title: 'What is risky and can’t be undone needs a person',
    at: 'step',
    when: "action.risk == 'high' && action.reversibility == 'irreversible'",
    effect: 'require-approval',
    message: 'The step is risky and can’t be undone.',
    why: 'A planner may be wrong or steered. No check afterwards brings back what can’t be undone.',
    serves: [agency],
  },
  {
    id: 'doubtful-pass',
    title: 'A doubtful pass needs a person',
    at: 'verdict',
    when: "verdict.verdict == 'pass' && double(verdict.risk) >= $passRisk",
    effect: 'require-approval',
    message: 'The verifier passed it, with doubts.',
    why: 'Checks that nearly failed are where a person’s look is worth most.',
    serves: [agency],
  },
]

/** Guards loops with models in them against being steered, against leaks, and against too much freedom. */
export const safetyPack: PolicyPack = {
  id: 'safety',
  title: 'Safety of models and agents',
  says: 'Attempts to steer a model, leaks, and grave steps come before a person. It scores texts with promptRisk and leakRisk.',
  versions: [
    { version: 1, changes: 'The first version.', settings, rules: firstRules },
    {
      version: 2,
      changes:
        'Looks at what steps bring as well: instructions and leaks in answers of tools and models are noted.',
      settings,
      rules: [
        ...firstRules,
        {
          id: 'steering-output',
          title: 'Answers that try to steer a model are noted',
          at: 'output',
          when: 'promptRisk(output) >= $promptRisk',
          effect: 'flag',
          message: 'What the step brought reads like an attempt to instruct a model.',
          why: 'Web pages, mails and tools bring instructions of strangers (indirect prompt injection); the note tells where they came in.',
          serves: [injection, atlas],
        },
        {
          id: 'leaking-output',
          title: 'Answers that leak are noted',
          at: 'output',
          when: 'leakRisk(output) >= $leakRisk',
          effect: 'flag',
          message: 'What the step brought holds credentials, instructions of a model, or data in links.',
          why: 'A leak that is seen on the day can still be closed.',
          serves: [disclosure, promptLeak],
        },
      ],
    },
  ],
}
