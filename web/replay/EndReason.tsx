import { Popover } from '../ui/Popover.tsx'

/** A reason with more characters may not fit into the header's line. */
const longWords = 40

/** Why a run ended, on one line; what may be cut short there can be opened, and is whole then. */
export function EndReason({ words }: { words: string }) {
  if (words.length <= longWords) return <span>{words}</span>
  return (
    <Popover
      text
      label="Why the run ended"
      className="w-120 max-w-[90vw] text-xs wrap-anywhere whitespace-pre-wrap select-text"
      trigger={
        <button type="button" className="max-w-120 truncate text-left hover:underline">
          {words}
        </button>
      }
    >
      {words}
    </Popover>
  )
}
