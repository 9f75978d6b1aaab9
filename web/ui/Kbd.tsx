const symbols: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }

/** A key or a chord (`Ctrl+Shift+Z`), one cap a key. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex shrink-0 items-center gap-0.5 font-sans text-xs text-fg-3">
      {/* The key + itself is the last one of its chord. */}
      {keys.split(/\+(?=.)/).map((key) => (
        <span
          key={key}
          className="min-w-4 rounded-sm border border-line-1 bg-surface-2 px-1 text-center leading-4"
        >
          {symbols[key] ?? key}
        </span>
      ))}
    </kbd>
  )
}
