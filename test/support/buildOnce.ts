import { ensureBuilt } from '../../worker/local/build.ts'

/** Builds before any test starts a server: those that start at once would build into the same folder. */
export const setup = ensureBuilt
