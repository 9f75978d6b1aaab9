import { Command } from 'cmdk'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Kbd } from '../../ui/Kbd.tsx'
import { isInOutline } from '../keys/isInOutline.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { promptScore } from './promptScore.ts'

export type PromptItem = {
  key: string
  label: string
  /** Also found by these words. */
  words?: string
  hint?: string
  icon?: ReactNode
  keys?: string
  group?: string
  pick: () => void
}

type PromptPanelProps = {
  label: string
  placeholder: string
  empty: string
  items: readonly PromptItem[]
  /** When given, the items are those for this text already. */
  onSearch?: (text: string) => void
  onClose: () => void
}

/** A searchable list over the canvas. Arrows move, Enter picks, Escape or a click elsewhere closes. */
export function PromptPanel({ label, placeholder, empty, items, onSearch, onClose }: PromptPanelProps) {
  const [search, setSearch] = useState('')
  const store = useEditorStore()
  const [opener] = useState(() => document.activeElement)
  const panel = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const groups = Map.groupBy(items, (item) => item.group ?? '')
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only notices that the focus has left
    <div
      ref={panel}
      role="dialog"
      aria-label={label}
      className="absolute top-16 left-1/2 z-40 w-[min(520px,calc(100%-32px))] -translate-x-1/2 animate-enter overflow-hidden rounded-md bg-surface-1 shadow-float"
      onBlur={(event) => {
        if (!panel.current?.contains(event.relatedTarget)) onClose()
      }}
    >
      <Command
        label={label}
        shouldFilter={onSearch === undefined}
        filter={promptScore}
        loop
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          onClose()
          if (opener instanceof HTMLElement) opener.focus()
        }}
      >
        <Command.Input
          ref={input}
          value={search}
          onValueChange={(text) => {
            setSearch(text)
            onSearch?.(text)
          }}
          placeholder={placeholder}
          className="h-10 w-full border-b border-line-1 bg-transparent px-3 text-base outline-none placeholder:text-fg-3"
        />
        <Command.List className="max-h-80 overflow-auto p-1">
          <Command.Empty className="px-3 py-4 text-sm text-fg-2">{empty}</Command.Empty>
          {[...groups].map(([group, members]) => (
            <Command.Group
              key={group}
              heading={group === '' ? undefined : group}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-fg-3"
            >
              {members.map((item) => (
                <Command.Item
                  key={item.key}
                  value={item.key}
                  keywords={[item.label, item.words ?? '', item.hint ?? '']}
                  onSelect={() => {
                    onClose()
                    // What was picked may ask for another place; until it does, the work goes on where it was.
                    if (opener instanceof HTMLElement && isInOutline(opener)) opener.focus()
                    else store.getState().canvas?.focus()
                    item.pick()
                  }}
                  className="flex min-h-8 select-none items-center gap-2 rounded-sm px-2 py-1 text-sm data-[selected=true]:bg-surface-3 [&_svg]:shrink-0"
                >
                  {item.icon}
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{item.label}</span>
                    {item.hint && <span className="block truncate text-xs text-fg-2">{item.hint}</span>}
                  </span>
                  {item.keys && <Kbd keys={item.keys} />}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </div>
  )
}
