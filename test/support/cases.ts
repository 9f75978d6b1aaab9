import type { Case } from '../../shared/graph/case.ts'

/** A case that expects nothing of a run on an empty input. */
export const aCase = (over: Partial<Case> = {}): Case => ({
  id: 'it',
  title: 'It',
  input: {},
  mocks: {},
  expect: {},
  ...over,
})
