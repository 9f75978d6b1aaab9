import { useEffect, useRef } from 'react'
import { cx } from '../../ui/cx.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import type { PromptItem } from './PromptPanel.tsx'

type PromptOptionProps = {
  id: string
  item: PromptItem
  chosen: boolean
  onChoose: () => void
  onPick: () => void
}

/** An item of the list; the chosen one is always in sight. The focus stays with what is typed. */
export function PromptOption({
  id,
  item: { icon, label, hint, keys },
  chosen,
  onChoose,
  onPick,
}: PromptOptionProps) {
  const option = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (chosen) option.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <button
      ref={option}
      id={id}
      type="button"
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      onPointerMove={chosen ? undefined : onChoose}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
      className={cx(
        'flex min-h-8 w-full select-none items-center gap-2 rounded-sm px-2 py-1 text-left text-sm [&_svg]:shrink-0',
        chosen && 'bg-surface-3',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {hint && <span className="block truncate text-xs text-fg-2">{hint}</span>}
      </span>
      {keys && <Kbd keys={keys} />}
    </button>
  )
}
