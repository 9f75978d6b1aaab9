import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What the comments of a source say, by `Name`, `Name.field` and `Name[literal]`; and what a field is declared as, where that is one
 * name. Enough for how this project writes its schemas: one declaration at the start of a line, a comment right above what it is about.
 */
export type Docs = { says: Map<string, string>; declared: Map<string, string> }

/** Reads the comments of some files of `shared`. */
export function readDocs(top: string, files: readonly string[]): Docs {
  const docs: Docs = { says: new Map(), declared: new Map() }
  for (const file of files) {
    const source = readFileSync(join(top, 'shared', file), 'utf8')
    for (const part of declarationsIn(source)) addDeclaration(part, docs)
  }
  return docs
}

type Declaration = { name: string; doc: string | undefined; body: string }

const comment = String.raw`/\*\*((?:(?!\*/)[\s\S])*)\*/\s*`

function declarationsIn(source: string): Declaration[] {
  const starts = [
    ...source.matchAll(new RegExp(`(?:^${comment})?^(?:export )?(?:const|type) (\\w+)\\b`, 'gm')),
  ]
  return starts.map((match, place) => ({
    name: match[2] ?? '',
    doc: match[1],
    body: source.slice(match.index + match[0].length, starts[place + 1]?.index ?? source.length),
  }))
}

function addDeclaration({ name, doc, body }: Declaration, { says, declared }: Docs): void {
  if (doc !== undefined && !says.has(name)) says.set(name, plain(doc))
  const member = new RegExp(`(?:${comment})?z\\.strictObject\\(\\{\\s*\\w+: z\\.literal\\('([^']+)'\\)`, 'g')
  const members = [...body.matchAll(member)].map(({ index, 1: text, 2: literal = '' }) => ({
    index,
    text,
    literal,
  }))
  for (const { text, literal } of members)
    if (text !== undefined) says.set(`${name}[${literal}]`, plain(text))
  for (const { index, 1: text = '', 2: field = '' } of body.matchAll(
    new RegExp(`${comment}(\\w+)(?:\\??:|,)`, 'g'),
  )) {
    const within = members.findLast((each) => each.index < index)
    says.set(`${name}.${field}`, plain(text))
    if (within) says.set(`${name}[${within.literal}].${field}`, plain(text))
  }
  // What is spread into it, such as what all checks have.
  for (const [, base = ''] of body.matchAll(/\.\.\.(\w+),/g))
    for (const [key, text] of says)
      if (key.startsWith(`${base}.`)) says.set(`${name}.${key.slice(base.length + 1)}`, text)
  for (const [, field = '', type = ''] of body.matchAll(/\b(\w+): ([A-Z]\w*)\b(?!\(|\.nullable)/g))
    declared.set(`${name}.${field}`, type)
}

function plain(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim()
}
