import type { Simulated } from '../model/simulated.ts'
import type { Mock } from '../store/trySlice.ts'

type Words = {
  /** What each answer means here; those that make no sense are left out. */
  answers: readonly { value: Mock['answers']; label: string }[]
  /** The names of the choice and of the value, for assistive technology. */
  choice: (of: Simulated) => string
  value: (of: Simulated) => string
}

/** How each kind of thing that is simulated is talked about. */
export const mockWords = {
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

/** The plan that stands in the field at first: a builder sees the contract's shape. */
export const proposalText = JSON.stringify(
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
