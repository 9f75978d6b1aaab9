/** How other languages write what CEL writes otherwise. */
const elsewhere: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  is: '==',
  '===': '==',
  '!==': '!=',
  '=': '==',
  '<>': '!=',
}

/** What to write instead, where what can't be read is how another language has it. `rest` begins with what is unexpected. */
export function syntaxHint(before: string, rest: string): string | undefined {
  const foreign = /^(?:(?:and|or|is)\b|===|!==|<>|=(?![=>]))/i.exec(rest)?.[0]
  if (foreign !== undefined) return `Write “${elsewhere[foreign.toLowerCase()]}” instead of “${foreign}”`
  if (/(?:^|[^\w.])not$/i.test(before)) return 'Write “!” instead of “not”'
  if (rest.startsWith('??')) return 'There is no “??”: test with has(…) ? … : …'
  if (rest.startsWith('?') && !rest.includes(':'))
    return 'A “?” needs a “:” after it: condition ? one : other'
  return undefined
}
