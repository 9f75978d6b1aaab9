const definition = /^\[\^(\w+)\]: /gm
const mark = / ?\[\^(\w+)\]/g

/** A page with its notes (`[^mark]`, and `[^mark]: …` at the end) as numbers in brackets that lead to a numbered list under the last heading. */
export function withNumberedNotes(text: string): string {
  const marks = [...text.matchAll(definition)].map(([, name = '']) => name)
  if (marks.length === 0) return text
  const heading =
    text
      .slice(0, text.search(definition))
      .match(/^## (.*)$/gm)
      ?.at(-1) ?? ''
  const place = heading.slice(3).toLowerCase().replaceAll(' ', '-')
  const listed = text.replace(definition, (_, name: string) => `${marks.indexOf(name) + 1}. `)
  return listed.replace(mark, (whole, name: string) => {
    const number = marks.indexOf(name) + 1
    return number === 0 ? whole : `[\\[${number}\\]](#${place})`
  })
}
