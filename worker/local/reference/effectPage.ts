import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inEffects } from './glossary.ts'
import { code, pageOf, tableOf } from './markdown.ts'

type Member = { name: string; doc: string; fields: { name: string; type: string; doc: string }[] }

/** What the engine asks of its host, and what can be asked of it. These are types alone, so they are read from their source. */
export function effectPage(top: string): string {
  const read = (file: string) => readFileSync(join(top, 'shared/engine', file), 'utf8')
  const effects = effectsIn(read('effect.ts'))
  const commands = commandsIn(read('command.ts'))
  if (effects.length < 5 || commands.length < 10)
    throw new Error('The effects and commands are written in another way now')
  return pageOf(
    '# Effects and commands',
    'The engine is pure: it says what its host owes a run (effects), and what happens is told to it (commands). Each effect has an id that stays the same over retries, restarts and replays. Every command carries `at`, the time in milliseconds since the epoch.',
    '## Effects',
    ...effects.map(sectionOf),
    '## Commands',
    ...commands.map(sectionOf),
  )
}

function sectionOf({ name, doc, fields }: Member): string {
  const rows = fields.map((field) => [
    code(field.name),
    code(field.type),
    field.doc || (inEffects[field.name.replace('?', '')] ?? ''),
  ])
  const table = rows.length === 0 ? '' : tableOf(['field', 'type', 'meaning'], rows)
  return [`### ${name}`, doc, table].filter(Boolean).join('\n\n')
}

/** `export type XEffect = { kind: 'x', … }`. */
function effectsIn(source: string): Member[] {
  const pattern =
    /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export type \w+Effect = \{([\s\S]*?)\}\n(?=\n|export|\/\*\*|$)/g
  return [...source.matchAll(pattern)].flatMap(([, doc = '', body = '']) => {
    const kind = /kind: '([^']+)'/.exec(body)?.[1]
    return kind === undefined ? [] : [{ name: kind, doc: plain(doc), fields: fieldsIn(body, 'kind') }]
  })
}

/** The members of the union of commands, each with the comment above it. */
function commandsIn(source: string): Member[] {
  const body = /export type Command = [\s\S]*?\n\)\n/.exec(source)?.[0] ?? ''
  const pattern = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n\s*)?\| \{([\s\S]*?)\}\n(?=\s*(?:\||\/\*\*|\)))/g
  return [...body.matchAll(pattern)].flatMap(([, doc = '', members = '']) => {
    const type = /type: '([^']+)'/.exec(members)?.[1]
    return type === undefined ? [] : [{ name: type, doc: plain(doc), fields: fieldsIn(members, 'type') }]
  })
}

function fieldsIn(body: string, kind: string): Member['fields'] {
  const parts = splitAtTop(body)
  return parts.flatMap((part) => {
    const match = /^(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?(\w+\??): ([\s\S]+)$/.exec(part.trim())
    const [, doc = '', name = '', type = ''] = match ?? []
    return name === '' || name === kind
      ? []
      : [{ name, type: type.replaceAll(/\s+/g, ' ').trim(), doc: plain(doc) }]
  })
}

/** The members of an object type: they end at a line break, or at a semicolon, outside of brackets and comments. */
function splitAtTop(body: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const [token] of body.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*|[\s\S]/g)) {
    if ('{(<['.includes(token)) depth += 1
    if ('})>]'.includes(token)) depth -= 1
    const ends =
      depth === 0 && (token === ';' || (token === '\n' && part.trim() !== '' && !/[|&:]\s*$/.test(part)))
    if (!ends) part += token
    else {
      parts.push(part)
      part = ''
    }
  }
  return [...parts, part]
}

function plain(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim()
}
