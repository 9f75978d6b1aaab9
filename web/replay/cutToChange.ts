/** Characters of a value shown on its line. */
const limit = 120
/** Characters shown before the first that differs. */
const lead = 40

/** A long text cut to where it begins to differ from the other one, with `…` for what is left out. */
export function cutToChange(text: string, other: string): string {
  if (text.length <= limit) return text
  const start = Math.max(0, Math.min(commonLength(text, other) - lead, text.length - limit))
  const end = start + limit
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

function commonLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one[length] === other[length]) length += 1
  return length
}
