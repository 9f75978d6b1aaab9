import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { isInOutline } from '../keys/isInOutline.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { PromptOption } from './PromptOption.tsx'
import { usePromptList } from './usePromptList.ts'

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

/**
 * A searchable list over the canvas: an editable combobox with a list (WAI-ARIA Authoring Practices). Arrows move, Enter picks, Escape or
 * a click elsewhere closes.
 */
export function PromptPanel({ label, placeholder, empty, items, onSearch, onClose }: PromptPanelProps) {
  const store = useEditorStore()
  const [opener] = useState(() => document.activeElement)
  const panel = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const list = usePromptList(items, onSearch !== undefined)
  useEffect(() => input.current?.focus(), [])
  const pick = (item: PromptItem) => {
    onClose()
    // What was picked may ask for another place; until it does, the work goes on where it was.
    if (opener instanceof HTMLElement && isInOutline(opener)) opener.focus()
    else store.getState().canvas?.focus()
    item.pick()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      if (list.chosen) pick(list.chosen)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
      if (opener instanceof HTMLElement) opener.focus()
    } else if (!list.move(event)) return
    event.preventDefault()
  }
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
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={list.chosen !== null}
        aria-controls={list.listId}
        aria-activedescendant={list.chosen ? list.optionId(list.chosen.key) : undefined}
        autoComplete="off"
        spellCheck={false}
        value={list.text}
        placeholder={placeholder}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          list.type(event.target.value)
          onSearch?.(event.target.value)
        }}
        className="h-10 w-full border-b border-line-1 bg-transparent px-3 text-base outline-none placeholder:text-fg-3"
      />
      <p role="status" className={list.chosen ? 'sr-only' : 'px-3 py-4 text-sm text-fg-2'}>
        {list.chosen ? '' : empty}
      </p>
      <div
        id={list.listId}
        role="listbox"
        aria-label={label}
        hidden={list.chosen === null}
        className="max-h-80 overflow-auto p-1"
      >
        {list.groups.map(({ title, items: members }) => (
          <div key={title} role="group" aria-label={title === '' ? label : title}>
            {title !== '' && (
              <p aria-hidden className="px-2 pt-2 pb-1 text-xs text-fg-3">
                {title}
              </p>
            )}
            {members.map((item) => (
              <PromptOption
                key={item.key}
                id={list.optionId(item.key)}
                item={item}
                chosen={item === list.chosen}
                onChoose={() => list.choose(item.key)}
                onPick={() => pick(item)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
