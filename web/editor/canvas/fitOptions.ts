/** How the canvas shows all: close to its edges, with room below for the arcs of the ways back. */
export const fitOptions = {
  padding: { top: '24px', right: '24px', bottom: '72px', left: '24px' },
  maxZoom: 1,
} as const
