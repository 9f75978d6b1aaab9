/**
 * Calls `react` when the process that started this one is gone. No signal tells of that, so it is looked up a few times a second;
 * the look-up alone doesn't keep the process alive.
 * @param {() => void} react
 */
export function onOrphaned(react) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    react()
  }, 250)
  watch.unref()
}
