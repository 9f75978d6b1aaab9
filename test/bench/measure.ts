/** The median time of one call in milliseconds, over as many calls as fit into about a second after a warm-up. */
export function medianMs(call: () => void): number {
  for (let warm = 0; warm < 3; warm += 1) call()
  const times: number[] = []
  const end = performance.now() + 1000
  while (performance.now() < end || times.length < 5) {
    const start = performance.now()
    call()
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** The middle one of some figures. */
export const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Times in milliseconds. */
export type Throughput = { perSecond: number; p50: number; p99: number; calls: number }

/** Sends requests from that many callers at once for that long. Throws when one of them is not answered as it should be. */
export async function throughput(
  callers: number,
  seconds: number,
  request: (place: number) => Promise<void>,
): Promise<Throughput> {
  const times: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  let place = 0
  const caller = async () => {
    while (performance.now() < end) {
      const sent = performance.now()
      place += 1
      await request(place)
      times.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const took = (performance.now() - start) / 1000
  times.sort((a, b) => a - b)
  const quantile = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0
  return { perSecond: times.length / took, p50: quantile(0.5), p99: quantile(0.99), calls: times.length }
}
