import { useEditor } from './store/EditorContext.ts'

/** Tells assistive technology what happened, politely. The same words twice are told twice. */
export function Announcer() {
  const { text, turn } = useEditor((state) => state.announcement)
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {text}
      {turn % 2 === 1 ? '\u00a0' : ''}
    </p>
  )
}
