/** The looks that every text-entry control shares. */
export const inputClasses =
  'w-full min-w-0 rounded-md border border-line-2 bg-surface-1 px-2 text-sm text-fg-1 transition-colors hover:border-fg-3 disabled:border-line-1 disabled:bg-surface-2 disabled:text-fg-3 aria-invalid:border-danger focus-visible:outline-offset-0'
