import { refuse } from '../../http/problem.ts'

/** The answer to a question about a run that is not here. */
export const unknownRun = refuse('run-not-found', 'There is no run of that id.')
