import type { Mock } from '../../../shared/graph/mock.ts'
import type { ActionMock } from '../store/trySlice.ts'

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

/** A mock as it stands in the fields of Try, where values are typed. */
export function typedMock({ mock, delayMs, probe }: Mock): ActionMock {
  const typed: ActionMock['mock'] =
    mock.answers === 'value'
      ? { answers: 'value', text: pretty(mock.value) }
      : mock.answers === 'series'
        ? { answers: 'series', text: pretty(mock.each) }
        : mock
  return { mock: typed, delayMs, ...(probe === undefined ? {} : { probe: pretty(probe) }) }
}
