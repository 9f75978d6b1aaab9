import { type ReactNode, type Ref, useState } from 'react'
import { Group, Panel, type PanelImperativeHandle, Separator, useDefaultLayout } from 'react-resizable-panels'
import { cx } from './cx.ts'

export type SplitterPane = {
  /** Stable: the remembered layout is keyed by it. */
  id: string
  /** What people call it, where that is not its id. */
  name?: string
  content: ReactNode
  /** Numbers are pixels, strings percentages. */
  defaultSize?: number | string
  minSize?: number | string
  maxSize?: number | string
  /** May be dragged shut, or collapsed through `handle`. */
  collapsible?: boolean
  /** The pixels that stay in sight of a pane that is shut, such as those of its tabs; 0 when left out. */
  collapsedSize?: number
  /** Keeps its pixels when the window is resized: side panels do, the canvas does not. */
  fixed?: boolean
  /** `collapse()`, `expand()`, `isCollapsed()` for a button or a key. */
  handle?: Ref<PanelImperativeHandle | null>
  onCollapsedChange?: (collapsed: boolean) => void
  className?: string
}

type SplitterProps = {
  /** Names the layout in local storage, so that each place remembers its own. */
  id: string
  orientation?: 'horizontal' | 'vertical'
  panes: readonly SplitterPane[]
  className?: string
}

/** Panes side by side or stacked, resizable by mouse and keyboard (focus the separator, then arrows), remembered. */
export function Splitter({ id, orientation = 'horizontal', panes, className }: SplitterProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `pavane.split.${id}`,
    panelIds: panes.map((pane) => pane.id),
  })
  return (
    <Group
      id={id}
      orientation={orientation}
      {...(defaultLayout ? { defaultLayout } : {})}
      onLayoutChanged={onLayoutChanged}
      className={cx('min-h-0 min-w-0 flex-1', className)}
    >
      {panes.map((pane, index) => (
        <SplitterPaneView key={pane.id} pane={pane} separator={index > 0} orientation={orientation} />
      ))}
    </Group>
  )
}

function SplitterPaneView({
  pane,
  separator,
  orientation,
}: {
  pane: SplitterPane
  separator: boolean
  orientation: 'horizontal' | 'vertical'
}) {
  const [collapsed, setCollapsed] = useState(false)
  const track = (size: number) => {
    const next = pane.collapsible === true && size < (pane.collapsedSize ?? 0) + 1
    if (next === collapsed) return
    setCollapsed(next)
    pane.onCollapsedChange?.(next)
  }
  // A pane that is wholly shut stays mounted, so that it keeps its scroll and input, but out of the tab order; its padding is no reason to scroll.
  const shut = collapsed && !pane.collapsedSize
  return (
    <>
      {separator && (
        <Separator
          aria-label={`Resize ${pane.name ?? pane.id}`}
          className={cx(
            'relative z-10 bg-line-1 transition-colors after:absolute hover:bg-accent focus-visible:bg-accent focus-visible:outline-offset-0 data-[separator=active]:bg-accent',
            orientation === 'horizontal'
              ? 'w-px after:inset-y-0 after:-inset-x-1'
              : 'h-px after:inset-x-0 after:-inset-y-1',
          )}
        />
      )}
      <Panel
        id={pane.id}
        {...(pane.defaultSize === undefined ? {} : { defaultSize: pane.defaultSize })}
        {...(pane.minSize === undefined ? {} : { minSize: pane.minSize })}
        {...(pane.maxSize === undefined ? {} : { maxSize: pane.maxSize })}
        {...(pane.handle === undefined ? {} : { panelRef: pane.handle })}
        collapsible={pane.collapsible ?? false}
        collapsedSize={pane.collapsedSize ?? 0}
        groupResizeBehavior={pane.fixed ? 'preserve-pixel-size' : 'preserve-relative-size'}
        onResize={(size) => track(size.inPixels)}
        className={cx('flex min-h-0 min-w-0', pane.className)}
        {...(shut ? { style: { overflow: 'clip' } } : {})}
      >
        <div inert={shut} className="flex min-h-0 min-w-0 flex-1">
          {pane.content}
        </div>
      </Panel>
    </>
  )
}
