/** The id of what has its card at a point of the page: a node, a note or a group. */
export function cardAt(x: number, y: number): string | null {
  return document.elementFromPoint(x, y)?.closest('.react-flow__node')?.getAttribute('data-id') ?? null
}
