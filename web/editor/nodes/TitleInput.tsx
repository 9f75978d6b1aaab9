import { useEffect, useRef, useState } from 'react'

type TitleInputProps = { title: string; onDone: (title: string) => void; onCancel: () => void }

/** A title under edit on its card: Enter or leaving keeps it, Escape does not. */
export function TitleInput({ title, onDone, onCancel }: TitleInputProps) {
  const [text, setText] = useState(title)
  const input = useRef<HTMLInputElement>(null)
  const settled = useRef(false)
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const settle = (keep: boolean) => {
    if (settled.current) return
    settled.current = true
    if (keep && text.trim() !== '' && text !== title) onDone(text)
    else onCancel()
  }
  return (
    <input
      ref={input}
      aria-label="Title"
      value={text}
      maxLength={120}
      className="nodrag nopan h-6 min-w-0 flex-1 rounded-sm border border-accent bg-surface-1 px-1 text-sm font-medium outline-none"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => settle(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') settle(true)
        if (event.key === 'Escape') settle(false)
      }}
    />
  )
}
