import { Popover } from '../ui/Popover.tsx'

/** A reason with more characters may not fit into the header's line. */
const longWords = 40

/** Why a run ended, on one line; what may be cut short there can be opened, and is whole then. */
export function EndReason({ words }: { words: string }) {
  if (words.length <= longWords) return <span className="whitespace-nowrap">{words}</span>
  return (
    <Popover
      text
      label="Why the run ended"
      className="w-120 max-w-[90vw] text-xs wrap-anywhere whitespace-pre-wrap select-text"
      trigger={
        <button
          type="button"
          // It takes what the line has left, so that what follows stays on it.
          className="min-w-0 shrink grow basis-32 truncate text-left hover:underline"
          style={{ maxWidth: `min(30rem, ${words.length}ch)` }}
        >
          {words}
        </button>
      }
    >
      {words}
    </Popover>
  )
}
