import type { Visit } from './screen.ts'

/** Opens an address and waits for a text that stands on it. */
export const at =
  (path: string, text?: string | RegExp) =>
  async (visit: Visit): Promise<void> => {
    await visit.go(path)
    if (text !== undefined) await visit.says(text)
  }
