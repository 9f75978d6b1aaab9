import { useEffect, useState } from 'react'

type Slices = { first: number; step: number }

/**
 * How many of `total` things are drawn: a first slice at once and the rest slice by slice, whenever the browser has nothing more urgent to
 * do. Once all were drawn, what is added later is drawn at once.
 */
export function useSlices(total: number, { first, step }: Slices): number {
  const [count, setCount] = useState(total <= first ? Number.POSITIVE_INFINITY : first)
  useEffect(() => {
    if (count === Number.POSITIVE_INFINITY) return
    return whenIdle(() => setCount(count + step >= total ? Number.POSITIVE_INFINITY : count + step))
  }, [count, total, step])
  return Math.min(count, total)
}

/** However busy the browser is, it waits no longer than this between two slices. */
const patienceMs = 100

/** Calls back when the browser is idle; where it can't tell, once it has drawn. Gives what calls it off. */
function whenIdle(does: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const idle = window.requestIdleCallback(does, { timeout: patienceMs })
    return () => window.cancelIdleCallback(idle)
  }
  const timer = setTimeout(does)
  return () => clearTimeout(timer)
}
