// What workerd itself allows: a Worker that hands each request to one Durable Object, which appends rows and answers. No router, no
// engine, nothing that is read or checked.

import { createHash } from 'node:crypto'

/** @typedef {{ exec(query: string, ...values: (string | number)[]): unknown }} Sql */
/** @typedef {{ fetch(request: Request): Promise<Response> }} Stub */
/** @typedef {{ APPENDER: { get(id: unknown): Stub, idFromName(name: string): unknown } }} Env */

const scratch = new Uint8Array(65_536)
const encoder = new TextEncoder()

/** The digest of a text of ASCII, made as the Worker makes those of its events: the fastest way that workerd has. @param {string} text */
function digestOf(text) {
  const { written } = encoder.encodeInto(text, scratch)
  return createHash('sha256').update(scratch.subarray(0, written)).digest('hex')
}

/** As many texts, each of about so many characters and with the digest of the one before. @param {number} count @param {number} characters */
function chained(count, characters) {
  const filling = '.'.repeat(characters)
  let digest = digestOf(filling)
  return Array.from({ length: count }, (_, place) => {
    const text = `{"data":"${filling}","prev":"${digest}","seq":${place}}`
    digest = digestOf(text)
    return `{"hash":"${digest}",${text.slice(1)}`
  })
}

/**
 * Appends as many rows as `/append/<rows>/<characters>` says, each with the body that came, repeated to that length; to
 * `/chain/<rows>/<events>/<characters>`, each with so many texts that are chained by their digests.
 */
export class Appender {
  /** @param {{ storage: { sql: Sql } }} state */
  constructor(state) {
    this.sql = state.storage.sql
    this.sql.exec(
      'CREATE TABLE IF NOT EXISTS rows (run TEXT, seq INTEGER, body TEXT, PRIMARY KEY (run, seq)) WITHOUT ROWID',
    )
  }

  /** @param {Request} request */
  async fetch(request) {
    const [, what, ...numbers] = new URL(request.url).pathname.split('/')
    const sent = await request.text()
    const [rows = 0, ...rest] = numbers.map(Number)
    const bodyOf = what === 'chain' ? chainedBody(rest) : repeatedBody(sent, rest)
    const run = crypto.randomUUID()
    for (let seq = 0; seq < rows; seq += 1)
      this.sql.exec('INSERT INTO rows VALUES (?, ?, ?)', run, seq, bodyOf())
    return Response.json({ ok: true, run })
  }
}

/** @param {number[]} numbers */
const chainedBody =
  ([events = 0, characters = 0]) =>
  () =>
    `[${chained(events, characters).join(',')}]`

/** @param {string} sent @param {number[]} numbers */
function repeatedBody(sent, [characters = 0]) {
  const body = characters ? sent.repeat(Math.ceil(characters / sent.length)).slice(0, characters) : sent
  return () => body
}

export default {
  /** @param {Request} request @param {Env} env */
  fetch: (request, env) => env.APPENDER.get(env.APPENDER.idFromName('one')).fetch(request),
}
