import { kept, type NumberSketch } from './baseline.ts'

const parts = 10
/** The rule of thumb for tests on counts: bins that less is expected of are taken together (Cochran 1954). */
const leastExpected = 5

/** A bin of two histograms, as people read it. */
export type Bin = { label: string; baseline: number; current: number }

/** Sketches numbers; none give a sketch of one bin at 0 that is empty. */
export function sketchNumbers(numbers: readonly number[]): NumberSketch {
  const sorted = numbers.toSorted((a, b) => a - b)
  const edges = edgesOf(sorted)
  return { edges, counts: countBins(edges, sorted), values: thinned(sorted) }
}

/** How many of the numbers fall into each bin. */
export function countBins(edges: readonly number[], numbers: readonly number[]): number[] {
  const counts = Array.from({ length: Math.max(3, edges.length + 1) }, () => 0)
  for (const number of numbers) {
    const bin = binOf(edges, number)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** The histogram of a sketch beside that of other numbers, in the sketch’s bins. */
export function numberBins({ edges, counts }: NumberSketch, numbers: readonly number[]): Bin[] {
  const current = countBins(edges, numbers)
  return counts.map((baseline, bin) => ({
    label: labelOf(edges, bin),
    baseline,
    current: current[bin] ?? 0,
  }))
}

/** Takes neighbouring bins together until each holds enough to be compared; the order is kept. */
export function joinNeighbours(bins: readonly Bin[]): Bin[] {
  const share = smallerShare(bins)
  const joined: Bin[] = []
  let open: Bin | null = null
  for (const bin of bins) {
    open = open === null ? bin : join(open, bin)
    if ((open.baseline + open.current) * share < leastExpected) continue
    joined.push(open)
    open = null
  }
  const last = joined.pop()
  if (open === null) return last ? [...joined, last] : []
  return [...joined, last ? join(last, open) : open]
}

/** Takes the bins together that hold too little to be compared. */
export function joinRare(bins: readonly Bin[], label: string): Bin[] {
  const share = smallerShare(bins)
  const isRare = ({ baseline, current }: Bin) => (baseline + current) * share < leastExpected
  const rare = bins.filter(isRare)
  if (rare.length < 2) return [...bins]
  const rest = rare.reduce((sum, bin) => ({ ...join(sum, bin), label }), { label, baseline: 0, current: 0 })
  return [...bins.filter((bin) => !isRare(bin)), rest]
}

/** Of all that was counted, the share of the smaller sample. */
function smallerShare(bins: readonly Bin[]): number {
  const n = bins.reduce((sum, { baseline }) => sum + baseline, 0)
  const m = bins.reduce((sum, { current }) => sum + current, 0)
  return n + m === 0 ? 0 : Math.min(n, m) / (n + m)
}

const join = (a: Bin, b: Bin): Bin => ({
  label: joinLabels(a.label, b.label),
  baseline: a.baseline + b.baseline,
  current: a.current + b.current,
})

/** The decile edges of sorted numbers. A number that fills a decile and more by itself gets a bin of its own. */
function edgesOf(sorted: readonly number[]): number[] {
  const [first] = sorted
  if (first === undefined) return [0]
  const edges = new Set<number>([first])
  for (let part = 1; part <= parts; part += 1) {
    const edge = sorted[Math.ceil((part * sorted.length) / parts) - 1] ?? first
    if (edges.has(edge)) {
      const next = sorted.find((number) => number > edge)
      if (next !== undefined) edges.add(next)
    }
    edges.add(edge)
  }
  return [...edges].toSorted((a, b) => a - b)
}

function binOf(edges: readonly number[], number: number): number {
  const last = edges.at(-1) ?? 0
  if (number > last) return Math.max(2, edges.length)
  if (number === last) return Math.max(1, edges.length - 1)
  return edges.filter((edge) => edge <= number).length
}

function thinned(sorted: readonly number[]): number[] {
  if (sorted.length <= kept.numbers) return [...sorted]
  const step = sorted.length / kept.numbers
  return Array.from({ length: kept.numbers }, (_, rank) => sorted[Math.floor((rank + 0.5) * step)] ?? 0)
}

function labelOf(edges: readonly number[], bin: number): string {
  const [first = 0, last = 0] = [edges[0], edges.at(-1)]
  if (bin === 0) return `below ${shortNumber(first)}`
  if (bin >= Math.max(2, edges.length)) return `above ${shortNumber(last)}`
  const [from = first, to] = [edges[bin - 1], edges[bin]]
  return to === undefined ? shortNumber(from) : `${shortNumber(from)} to ${shortNumber(to)}`
}

const shortNumber = (number: number) => String(Number(number.toPrecision(4)))

/** Two ranges that lie beside each other are one. */
function joinLabels(a: string, b: string): string {
  if (a.startsWith('below ')) return b.startsWith('above ') ? 'any' : `up to ${b.split(' to ').at(-1)}`
  if (a.startsWith('up to ')) return b.startsWith('above ') ? 'any' : `up to ${b.split(' to ').at(-1)}`
  const from = a.split(' to ')[0] ?? a
  return b.startsWith('above ') ? `${from} or more` : `${from} to ${b.split(' to ').at(-1)}`
}
