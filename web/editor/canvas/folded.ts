/** How the canvas names what is no node of the graph. No node's id has a colon. */
export const noteElementId = (note: string) => `note:${note}`
export const groupElementId = (group: string) => `group:${group}`

/** The height of a group that is drawn as one card. */
export const foldedHeight = 80

/** Where the card of a folded group stands: where the first of its nodes would. */
export function foldedPlace(frame: { x: number; y: number }): { x: number; y: number } {
  return { x: frame.x + 24, y: frame.y + 48 }
}
