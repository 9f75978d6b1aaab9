// What workerd itself allows: a Worker that hands each request to one Durable Object, which appends rows and answers. No router, no
// engine, nothing that is read or checked.

/** @typedef {{ exec(query: string, ...values: (string | number)[]): unknown }} Sql */
/** @typedef {{ fetch(request: Request): Promise<Response> }} Stub */
/** @typedef {{ APPENDER: { get(id: unknown): Stub, idFromName(name: string): unknown } }} Env */

/** Appends as many rows as `/append/<rows>/<characters>` says, each with the body that came, repeated to that length. */
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
    const [rows = 0, characters = 0] = new URL(request.url).pathname.split('/').slice(2).map(Number)
    const sent = await request.text()
    const body = characters ? sent.repeat(Math.ceil(characters / sent.length)).slice(0, characters) : sent
    const run = crypto.randomUUID()
    for (let seq = 0; seq < rows; seq += 1) this.sql.exec('INSERT INTO rows VALUES (?, ?, ?)', run, seq, body)
    return Response.json({ ok: true, run })
  }
}

export default {
  /** @param {Request} request @param {Env} env */
  fetch: (request, env) => env.APPENDER.get(env.APPENDER.idFromName('one')).fetch(request),
}
