import { ApiError } from '../app/apiError.ts'

/** What came of asking the same of many runs: of how many it was taken, and why not of the others, each reason once. */
export type Asked = { done: number; refused: number; reasons: string[] }

export const nothingAsked: Asked = { done: 0, refused: 0, reasons: [] }

/** Asks something of runs, one after the other: a shard takes them so in any case. One that refuses holds up no other. `told` hears how it goes. */
export async function askEachRun<Run>(
  runs: readonly Run[],
  ask: (run: Run) => Promise<unknown>,
  told: (asked: Asked) => void = () => {},
): Promise<Asked> {
  let asked = nothingAsked
  for (const run of runs) {
    try {
      await ask(run)
      asked = { ...asked, done: asked.done + 1 }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const reasons = [...new Set([...asked.reasons, error.message])]
      asked = { ...asked, refused: asked.refused + 1, reasons }
    }
    told(asked)
  }
  return asked
}
