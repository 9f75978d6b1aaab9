import type { DriftQuestion } from '../../../shared/verify/drift/judgeDrift.ts'
import { sampleDrift } from '../../../shared/verify/drift/sampleDrift.ts'
import type { Simulated } from '../model/simulated.ts'
import type { Mock } from '../store/trySlice.ts'

/** A choice in the list of answers: some are a value that is written out already. */
export type MockChoice = Mock['answers'] | 'fails' | 'unclear' | 'usual' | 'drifted'

type Words = {
  /** What each answer means here; those that make no sense are left out. */
  answers: readonly { value: MockChoice; label: string }[]
  /** The names of the choice and of the value, for assistive technology. */
  choice: (of: Simulated) => string
  value: (of: Simulated) => string
}

/** How each kind of thing that is simulated is talked about. */
export const mockWords = {
  checker: {
    answers: [
      { value: 'sample', label: 'It holds' },
      { value: 'fails', label: 'It does not hold' },
      { value: 'unclear', label: 'It can’t tell' },
      { value: 'value', label: 'This answer' },
      { value: 'failure', label: 'A failure' },
      { value: 'nothing', label: 'Nothing: it times out' },
      { value: 'series', label: 'One after another' },
    ],
    choice: ({ title }) => `${title} answers`,
    value: ({ title }) => `Answer of ${title}, as JSON`,
  },
  baseline: {
    answers: [
      { value: 'sample', label: 'There is no baseline' },
      { value: 'usual', label: 'The last runs are as in it' },
      { value: 'drifted', label: 'The last runs have drifted' },
      { value: 'value', label: 'This baseline and window' },
      { value: 'failure', label: 'A failure' },
    ],
    choice: ({ title }) => `What is known for ${title}`,
    value: ({ title }) => `Baseline and window of ${title}, as JSON`,
  },
  call: {
    answers: [
      { value: 'sample', label: 'A sample of its output' },
      { value: 'value', label: 'This value' },
      { value: 'failure', label: 'A failure' },
      { value: 'nothing', label: 'Nothing: it times out' },
      { value: 'series', label: 'One after another' },
    ],
    choice: ({ title }) => `${title} answers`,
    value: ({ title }) => `Value of ${title}, as JSON`,
  },
  child: {
    answers: [
      { value: 'sample', label: 'The child succeeds' },
      { value: 'value', label: 'It succeeds with this body' },
      { value: 'failure', label: 'The child fails' },
      { value: 'nothing', label: 'It never ends' },
      { value: 'series', label: 'One after another' },
    ],
    choice: ({ title }) => `${title} answers`,
    value: ({ title }) => `Body of ${title}, as JSON`,
  },
  planner: {
    answers: [
      { value: 'sample', label: 'Each action in turn' },
      { value: 'value', label: 'This answer' },
      { value: 'failure', label: 'A failure' },
      { value: 'nothing', label: 'Nothing: it times out' },
      { value: 'series', label: 'One after another' },
    ],
    choice: ({ title }) => `${title} answers`,
    value: ({ title }) => `Answer of ${title}, as JSON`,
  },
  event: {
    answers: [
      { value: 'sample', label: 'It is posted, with {}' },
      { value: 'value', label: 'It is posted, with this data' },
      { value: 'nothing', label: 'It never comes' },
    ],
    choice: (of) => `The event ${eventOf(of)}`,
    value: (of) => `Data of the event ${eventOf(of)}, as JSON`,
  },
} as const satisfies Record<Simulated['of'], Words>

function eventOf(of: Simulated): string {
  return of.of === 'event' ? of.event : ''
}

/** Answers of an external checker that can be chosen as they are. */
const checkerTexts = {
  fails: JSON.stringify({ result: 'fail', severity: 1, message: 'It does not hold.' }, null, 2),
  unclear: JSON.stringify({ result: 'inconclusive', message: 'It can’t tell.' }, null, 2),
} as const

/** What the host would say of a baseline: none, and an empty window. */
const baselineText = JSON.stringify({ baseline: null, window: {} }, null, 2)

/** What the host would say of a made-up one. */
const driftText = (asks: DriftQuestion, kind: 'usual' | 'drifted') => JSON.stringify(sampleDrift(asks, kind))

/** The plan that stands in the field at first: a builder sees the contract's shape. */
const proposalText = JSON.stringify(
  {
    contract: 'pavane.planner/1',
    planner: { name: 'mine', version: '1' },
    steps: [],
    rationale: [],
  },
  null,
  2,
)

/** The answers that stand in the field at first: the first call fails, the next one brings something. */
export const seriesText = JSON.stringify(
  [
    { delayMs: 100, mock: { answers: 'failure', status: 503, times: null } },
    { delayMs: 100, mock: { answers: 'value', value: {} } },
  ],
  null,
  2,
)

/** The answers of one thing outside that can be chosen as they are, and what stands in the field at first. */
export function readyTexts(of: Simulated): Partial<Record<MockChoice, string>> {
  switch (of.of) {
    case 'checker':
      return { ...checkerTexts, value: checkerTexts.fails }
    case 'baseline':
      return {
        usual: driftText(of.asks, 'usual'),
        drifted: driftText(of.asks, 'drifted'),
        value: baselineText,
      }
    case 'planner':
      return { value: proposalText }
    case 'call':
    case 'child':
    case 'event':
      return {}
  }
}
