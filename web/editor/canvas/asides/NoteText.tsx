import { useEffect, useRef, useState } from 'react'

type NoteTextProps = { text: string; onDone: (text: string) => void; onCancel: () => void }

/** The text of a note under edit: leaving it keeps it, as Control or Command with Enter does; Escape does not. */
export function NoteText({ text: first, onDone, onCancel }: NoteTextProps) {
  const [text, setText] = useState(first)
  const area = useRef<HTMLTextAreaElement>(null)
  const settled = useRef(false)
  useEffect(() => {
    // The canvas measures a note first and shows it with the next frame; what is hidden takes no focus.
    const frame = requestAnimationFrame(() => area.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  const settle = (keep: boolean) => {
    if (settled.current) return
    settled.current = true
    if (keep && text !== first) onDone(text)
    else onCancel()
  }
  return (
    <textarea
      ref={area}
      aria-label="Text of the note"
      value={text}
      maxLength={4000}
      className="nodrag nopan nowheel h-full w-full resize-none bg-transparent p-2 outline-none"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => settle(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') settle(false)
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) settle(true)
      }}
    />
  )
}
