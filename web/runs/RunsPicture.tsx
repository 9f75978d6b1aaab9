/** A drawing of a run: rows of an event log with the loop beside it. */
export function RunsPicture() {
  return (
    <svg
      width="168"
      height="72"
      viewBox="0 0 168 72"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      role="presentation"
    >
      <rect x="8.5" y="20.5" width="28" height="16" rx="3" />
      <rect x="52.5" y="20.5" width="28" height="16" rx="3" />
      <path d="M37 28.5h15M66.5 37v11a6 6 0 0 1-6 6h-32a6 6 0 0 1-6-6V37m-3 4 3-4 3 4" />
      <path d="M104 14.5h56M104 28.5h44M104 42.5h52M104 56.5h30" strokeDasharray="1 3" />
      <circle cx="97" cy="14.5" r="2.5" fill="currentColor" />
      <circle cx="97" cy="28.5" r="2.5" fill="currentColor" />
      <circle cx="97" cy="42.5" r="2.5" fill="currentColor" />
      <circle cx="97" cy="56.5" r="2.5" />
    </svg>
  )
}
