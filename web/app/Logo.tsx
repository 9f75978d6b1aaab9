/** The mark: a path out and a path back. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3.5 7.5h11L12 5M16.5 12.5h-11L8 15" />
      <path d="M3.5 7.5v5M16.5 7.5v5" opacity="0.4" />
    </svg>
  )
}
