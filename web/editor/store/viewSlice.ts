import type { PortRef } from '../../../shared/graph/edge.ts'
import type { Layout, Position } from '../../../shared/graph/layout.ts'
import type { Slice } from './editorState.ts'

export const dockTabs = ['problems', 'program', 'try', 'tests', 'prove', 'versions', 'call'] as const
export type DockTab = (typeof dockTabs)[number]
export type Pane = 'outline' | 'inspector' | 'dock'

/** A list that is open over the canvas, and what picking from it does. */
export type Prompt =
  | { type: 'add'; at?: Position; from?: PortRef; to?: PortRef; edge?: string }
  | { type: 'commands' }
  | { type: 'find' }
  | { type: 'connect'; node: string }
  | { type: 'move'; node: string }
  | { type: 'keys' }

/** What the canvas can be asked to show. */
export type CanvasPort = {
  fit: () => void
  reset: () => void
  zoomIn: () => void
  zoomOut: () => void
  reveal: (nodes: readonly string[]) => void
  focus: () => void
  /** The id of a wire at a point of the page that is no element of its own, because it is seen from far away. */
  farWireAt: (x: number, y: number) => string | null
  /** The middle of what is in sight, in the graph's coordinates. */
  centre: () => Position
}

export type ViewSlice = {
  prompt: Prompt | null
  dock: DockTab
  panes: Readonly<Record<Pane, boolean>>
  renaming: string | null
  /** The planner whose rules are spread over the canvas while it is selected, and whether the inspector was open before. */
  wideTable: { planner: string; inspector: boolean } | null
  /** The action that a request is imported into. */
  importing: string | null
  /** A field to put the focus on, by JSON Pointer; `ask` tells one request from the next. */
  focusRequest: { node: string | null; field: string; ask: number } | null
  /** What assistive technology is told; `turn` tells one message from the next. */
  announcement: { text: string; turn: number }
  canvas: CanvasPort | null
  /** How often the outline was asked to take the focus. */
  outlineAsks: number
  /**
   * What of the graph is in sight; null when all of it is, which in a window of another size is another place and scale. Undefined until
   * somebody looks around. It is saved with the next edit, and no edit itself.
   */
  viewport: Layout['viewport'] | null
  publishing: boolean
  open: (prompt: Prompt | null) => void
  showDock: (tab: DockTab) => void
  togglePane: (pane: Pane) => void
  setPane: (pane: Pane, open: boolean) => void
  rename: (node: string | null) => void
  spreadTable: (planner: string | null) => void
  /** Opens the import of a request for that action; null shuts it. */
  importInto: (action: string | null) => void
  /** Selects a node (none for the loop itself), brings it into sight and puts the focus on one of its fields. */
  goTo: (node: string | null, field: string) => void
  announce: (text: string) => void
  setCanvas: (canvas: CanvasPort | null) => void
  /** Opens the outline and puts the focus on the line of what is selected. */
  focusOutline: () => void
  setViewport: (viewport: NonNullable<Layout['viewport']> | null) => void
  setPublishing: (open: boolean) => void
}

export const createViewSlice: Slice<ViewSlice> = (set, get) => ({
  prompt: null,
  dock: 'problems',
  panes: { outline: true, inspector: true, dock: true },
  renaming: null,
  wideTable: null,
  importing: null,
  focusRequest: null,
  announcement: { text: '', turn: 0 },
  canvas: null,
  outlineAsks: 0,
  viewport: undefined,
  publishing: false,
  open: (prompt) => set({ prompt }),
  showDock: (dock) => set((state) => ({ dock, panes: { ...state.panes, dock: true } })),
  togglePane: (pane) => get().setPane(pane, !get().panes[pane]),
  setPane: (pane, open) => {
    if (get().panes[pane] !== open) set((state) => ({ panes: { ...state.panes, [pane]: open } }))
  },
  rename: (renaming) => set({ renaming }),
  spreadTable: (planner) => {
    const { wideTable, panes, setPane } = get()
    if (planner !== null) {
      set({ wideTable: { planner, inspector: panes.inspector } })
      setPane('inspector', false)
    } else if (wideTable) {
      set({ wideTable: null })
      if (wideTable.inspector) setPane('inspector', true)
    }
  },
  importInto: (importing) => set({ importing }),
  goTo: (node, field) => {
    get().setPane('inspector', true)
    get().select(node === null ? {} : { nodes: [node] })
    if (node !== null) get().canvas?.reveal([node])
    set((state) => ({
      // The field that is asked for stands in the inspector.
      wideTable: null,
      focusRequest: { node, field, ask: (state.focusRequest?.ask ?? 0) + 1 },
    }))
  },
  announce: (text) => set((state) => ({ announcement: { text, turn: state.announcement.turn + 1 } })),
  setCanvas: (canvas) => set({ canvas }),
  focusOutline: () => {
    get().setPane('outline', true)
    set((state) => ({ outlineAsks: state.outlineAsks + 1 }))
  },
  setViewport: (viewport) => set({ viewport }),
  setPublishing: (publishing) => set({ publishing }),
})
