import { HttpMethod } from '../../../../shared/graph/nodes/action.ts'
import type { Json } from '../../../../shared/json.ts'
import { readJson } from '../readJson.ts'
import {
  asTemplate,
  asTemplateValue,
  type Imported,
  isIdempotent,
  isSecretName,
  type SecretPlace,
} from './request.ts'
import { shellWords } from './shellWords.ts'

/** Options that say something of the request, by each of their names. */
const reads: Readonly<Record<string, keyof Read>> = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'headers',
  '--header': 'headers',
  '-d': 'data',
  '--data': 'data',
  '--data-raw': 'data',
  '--data-ascii': 'data',
  '--data-binary': 'data',
  '--data-urlencode': 'data',
  '--json': 'data',
  '-u': 'user',
  '--user': 'user',
  '-b': 'cookies',
  '--cookie': 'cookies',
  '--url': 'addresses',
  '-F': 'forms',
  '--form': 'forms',
}
/** Other options that are followed by a value. */
const valued = new Set(
  '-A --user-agent -e --referer -o --output -m --max-time --connect-timeout --retry --retry-delay --retry-max-time --cacert --capath -E --cert --key -x --proxy -w --write-out -D --dump-header -c --cookie-jar --max-redirs --resolve -T --upload-file -r --range --limit-rate -K --config --ciphers --interface'.split(
    ' ',
  ),
)
/** Headers that are sent as they must be in any case. */
const own = new Set([
  'content-length',
  'host',
  'accept-encoding',
  'connection',
  'user-agent',
  'idempotency-key',
])

type Read = {
  method: string[]
  headers: string[]
  data: string[]
  user: string[]
  cookies: string[]
  addresses: string[]
  forms: string[]
}

/** The request that a curl command makes. Secrets stay behind: a note says where they were. */
export function readCurl(line: string): Imported {
  const words = shellWords(line.trim().replace(/^\$\s+/, ''))
  if (!words) return { ok: false, message: 'A quote of the command is left open. Copy all of it' }
  if (!/^curl(\.exe)?$/.test(words[0] ?? ''))
    return { ok: false, message: 'The command does not start with curl' }
  const { read, flags } = readOptions(words.slice(1))
  const url = urlOf(read.addresses[0])
  if (!url) return { ok: false, message: 'The command has no address to call' }
  const asQuery = flags.has('-G') || flags.has('--get')
  const method = HttpMethod.safeParse(read.method.at(-1)?.toUpperCase() ?? usualMethod(read, asQuery, flags))
  if (!method.success)
    return { ok: false, message: `An action calls with ${HttpMethod.options.join(', ')} only` }
  if (asQuery)
    for (const [name, value] of new URLSearchParams(read.data.join('&'))) url.searchParams.append(name, value)
  const notes: string[] = []
  const sent = asQuery || read.data.length === 0 ? {} : bodyOf(read.data.join('&'), notes)
  if (read.forms.length > 0) notes.push('A form with files can’t be sent: a body is sent as JSON')
  if (read.addresses.length > 1) notes.push('Only the first address is taken')
  const headers = headersOf(read, notes)
  const query = split([...url.searchParams], 'query', notes)
  return {
    ok: true,
    request: {
      title: null,
      method: method.data,
      address: url.origin + url.pathname,
      query: query.plain,
      headers: headers.plain,
      body: sent.body,
      secrets: [...headers.secrets, ...query.secrets],
      args: undefined,
      output: undefined,
      idempotency: isIdempotent(method.data) ? 'native' : null,
      notes,
    },
  }
}

function readOptions(words: readonly string[]): { read: Read; flags: ReadonlySet<string> } {
  const read: Read = { method: [], headers: [], data: [], user: [], cookies: [], addresses: [], forms: [] }
  const flags = new Set<string>()
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') read.addresses.push(word)
    else if (word.startsWith('--')) {
      const [name = '', ...value] = word.split('=')
      if (value.length > 0) rest.unshift(value.join('='))
      take(name)
    } else takeShort(word.slice(1))
  }
  return { read, flags }

  function take(name: string) {
    const part = reads[name]
    if (part) read[part].push(rest.shift() ?? '')
    else if (valued.has(name)) rest.shift()
    if (name === '--json') read.headers.push('Accept: application/json')
    flags.add(name)
  }
  /** `-sXPOST` is `-s -X POST`. */
  function takeShort(letters: string) {
    for (const [place, letter] of letters.split('').entries()) {
      const name = `-${letter}`
      const isLast = place === letters.length - 1
      const takesValue = reads[name] !== undefined || valued.has(name)
      if (takesValue && !isLast) rest.unshift(letters.slice(place + 1))
      take(name)
      if (takesValue) return
    }
  }
}

function usualMethod(read: Read, asQuery: boolean, flags: ReadonlySet<string>): string {
  if (flags.has('-I') || flags.has('--head')) return 'HEAD'
  return !asQuery && read.data.length + read.forms.length > 0 ? 'POST' : 'GET'
}

function urlOf(text: string | undefined): URL | null {
  if (!text) return null
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  return URL.canParse(address) ? new URL(address) : null
}

function bodyOf(text: string, notes: string[]): { body?: Json } {
  if (text.startsWith('@')) {
    notes.push('The body is read from a file: paste it into “Body”')
    return {}
  }
  const read = readJson(text, 'any')
  if (read.ok) return { body: asTemplateValue(withoutSecrets(read.value, notes)) }
  notes.push('The body is not JSON, and was made an object: a body is sent as JSON')
  const fields = Object.fromEntries(new URLSearchParams(text))
  return { body: asTemplateValue(withoutSecrets(fields, notes)) }
}

/** A body without the texts in it that let somebody in: a graph is no place for them. */
function withoutSecrets(value: Json, notes: string[]): Json {
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, notes))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]): [string, Json] => {
      if (typeof each !== 'string' || !isSecretName(name)) return [name, withoutSecrets(each, notes)]
      notes.push(`“${name}” of the body was left empty: put a secret there, as {{ secrets.name }}`)
      return [name, '']
    }),
  )
}

type Named = [name: string, value: string]

function headersOf(read: Read, notes: string[]) {
  const given = read.headers.flatMap((line): Named[] => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]]
  })
  const user = read.user.map((): Named => ['Authorization', 'Basic user'])
  const cookies = read.cookies.map((value): Named => ['Cookie', value])
  if (user.length > 0) notes.push('The secret of a user is the base64 of “name:password”')
  const kept = [...given, ...user, ...cookies].filter(
    ([name, value]) => !own.has(name.toLowerCase()) && !isJsonType(name, value),
  )
  return split(kept, 'headers', notes)
}

/** A body is sent as JSON anyway. */
function isJsonType(name: string, value: string): boolean {
  return /^content-type$/i.test(name) && /json|x-www-form-urlencoded|multipart/i.test(value)
}

/** What may stand in a graph, and what a secret stands for. */
function split(
  entries: readonly Named[],
  part: SecretPlace['in'],
  notes: string[],
): { plain: Record<string, string>; secrets: SecretPlace[] } {
  const names = entries.map(([name]) => name)
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) notes.push(`“${twice}” stands there more than once; the last one is taken`)
  const plain = entries.filter(([name]) => !isSecretName(name))
  const hidden = entries.filter(([name]) => isSecretName(name))
  return {
    plain: Object.fromEntries(plain.map(([name, value]): Named => [name, asTemplate(value)])),
    secrets: hidden.map(([name, value]) => ({
      in: part,
      name,
      prefix: /^(Bearer|Basic|Token|ApiKey|Bot)\s+/i.exec(value)?.[0] ?? '',
    })),
  }
}
