import type { LoopEvent } from '../../../shared/graph/loopEvent.ts'
import type { CataloguedLoop, Follower } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { name: string; shards: number; listening: string }

/** The catalogue of loops: how many shards each has, and which others it listens to. */
export class Loops {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  all(): CataloguedLoop[] {
    return this.#rows().map(({ name, shards, listening }) => {
      const follows = [...new Set(eventsOf(listening).map(({ loop }) => loop))]
      return { name, shards, ...(follows.length > 0 ? { follows } : {}) }
    })
  }

  /** Whether it is new. */
  add(name: string): boolean {
    const query = 'INSERT INTO loops (name) VALUES (?) ON CONFLICT DO NOTHING RETURNING name'
    return this.#sql.all(query, name).length > 0
  }

  remove(name: string): void {
    this.#sql.run('DELETE FROM loops WHERE name = ?', name)
  }

  /** Shards that a loop has had are never forgotten: runs may still be there. */
  noteShards(name: string, shards: number): void {
    this.#sql.run('UPDATE loops SET shards = max(shards, ?) WHERE name = ?', shards, name)
  }

  /** What a loop listens to from now on; whether that is something else than before. */
  listen(name: string, on: readonly LoopEvent[]): boolean {
    const query = 'UPDATE loops SET listening = ?1 WHERE name = ?2 AND listening <> ?1 RETURNING name'
    return this.#sql.all<{ name: string }>(query, JSON.stringify(on), name).length > 0
  }

  isFollower(name: string): boolean {
    return this.all().some((loop) => loop.name === name && loop.follows !== undefined)
  }

  /** The loops that listen to one. */
  followersOf(followed: string): Follower[] {
    return this.#rows().flatMap(({ name, listening }) =>
      eventsOf(listening).flatMap(({ id, loop, outcomes }) =>
        loop === followed ? [{ loop: name, on: id, outcomes }] : [],
      ),
    )
  }

  #rows(): Row[] {
    return this.#sql.all<Row>('SELECT name, shards, listening FROM loops ORDER BY name')
  }
}

const eventsOf = (listening: string) => JSON.parse(listening) as LoopEvent[]
