/** A table; rows of cells. Bars and line breaks of the cells are kept from ending them. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

function escaped(cell: string): string {
  return cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
}

export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}

/** A heading's anchor, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`
}

/** A page: its parts with a line between them, and who made it. */
export function pageOf(...parts: readonly string[]): string {
  const [title = '', ...rest] = parts
  const made = '<!-- Made by `npm run reference` from the schemas. Change those, not this page. -->'
  return `${[title, made, ...rest].filter((part) => part !== '').join('\n\n')}\n`
}
