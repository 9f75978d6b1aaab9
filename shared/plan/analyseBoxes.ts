/** A set of combinations: of each dimension, some of its parts, as bits. */
export type Box = readonly bigint[]

export function meet(one: Box, other: Box): Box | null {
  const both = one.map((parts, dimension) => parts & (other[dimension] ?? 0n))
  return both.includes(0n) ? null : both
}

/** Work that may be done; each box that is looked at counts. */
export type Work = { left: number }

/**
 * A part of the box that none of the others covers; null when they cover it all, `unknown` when finding out would take more than
 * the work that is left.
 */
export function uncovered(box: Box, others: readonly Box[], work: Work): Box | null | 'unknown' {
  const rest: { box: Box; from: number }[] = [{ box, from: 0 }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    work.left -= 1
    if (work.left < 0) return 'unknown'
    const { box: piece, from } = next
    let place = from
    while (place < others.length && !meet(piece, others[place] ?? [])) place += 1
    const cover = others[place]
    if (!cover) return piece
    rest.push(...outside(piece, cover).map((each) => ({ box: each, from: place + 1 })))
  }
  return null
}

/** The box without the other, as boxes that have nothing in common. */
function outside(box: Box, other: Box): Box[] {
  let inside = box
  return box.flatMap((parts, dimension) => {
    const left = parts & ~(other[dimension] ?? 0n)
    const piece = inside.with(dimension, left)
    inside = inside.with(dimension, parts & (other[dimension] ?? 0n))
    return left === 0n ? [] : [piece]
  })
}
