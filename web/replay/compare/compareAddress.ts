/** The page on which two runs are compared, the first of them as what the second differs from. */
export function compareAddress(a: string, b: string): string {
  return `/runs/${encodeURIComponent(a)}/compare/${encodeURIComponent(b)}`
}
