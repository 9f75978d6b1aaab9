import { useEffect, useRef, useState } from 'react'

type NoteTextProps = { text: string; onDone: (text: string) => void; onUnchanged: () => void }

/** The text of a note under edit. Whatever ends that keeps it, as on every canvas: what was written by mistake, undo takes back. */
export function NoteText({ text: first, onDone, onUnchanged }: NoteTextProps) {
  const [text, setText] = useState(first)
  const area = useRef<HTMLTextAreaElement>(null)
  const settled = useRef(false)
  useEffect(() => {
    // The canvas measures a note first and shows it with the next frame; what is hidden takes no focus.
    const frame = requestAnimationFrame(() => area.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  const settle = () => {
    if (settled.current) return
    settled.current = true
    if (text !== first) onDone(text)
    else onUnchanged()
  }
  return (
    <textarea
      ref={area}
      aria-label="Text of the note"
      value={text}
      maxLength={4000}
      className="nodrag nopan nowheel h-full w-full resize-none bg-transparent p-2 outline-none"
      onChange={(event) => setText(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) settle()
      }}
    />
  )
}
