/** Loads the editor's code; asked again, it gives what it has. */
export const loadEditor = () => import('../editor/LoopEditorPage.tsx')

/** Has the editor and its compiler ready before a loop is opened, in the browser's idle time. Gives what calls it off. */
export function prepareEditor(): () => void {
  // Safari has no idle callbacks; there the editor loads when it is opened.
  if (!('requestIdleCallback' in window)) return () => undefined
  const idle = requestIdleCallback(() => {
    Promise.all([loadEditor(), import('../editor/problems/createCompiler.ts')])
      .then(([, compiler]) => compiler.warmCompiler())
      // Opening a loop asks again, and says so where it fails.
      .catch((error: unknown) => console.warn('The editor could not be loaded ahead', error))
  })
  return () => cancelIdleCallback(idle)
}
