import { runInDurableObject } from 'cloudflare:test'
import { compactVerify, importJWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Change, ChangeList, ChangesBundle } from '../../shared/api/changes.ts'
import { verifyChanges } from '../../shared/audit/verifyChanges.ts'
import { migrate } from '../../worker/objects/storage/migrate.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { ChangeLog } from '../../worker/objects/workspace/ChangeLog.ts'
import { workspaceMigrations } from '../../worker/objects/workspace/migrations.ts'
import { WorkspaceStore } from '../../worker/objects/workspace/WorkspaceStore.ts'
import { type Home, makeHome } from './access/home.ts'
import { freshName } from './support/deploy.ts'
import { env, jsonOf } from './support/edge.ts'

let home: Home
beforeAll(async () => {
  home = await makeHome(freshName())
})

const found = async (query: string): Promise<Change[]> =>
  ChangeList.parse(await jsonOf(await home.ask(`/api/changes?${query}`))).changes
const exported = async () => ChangesBundle.parse(await jsonOf(await home.ask('/api/changes/bundle')))
const put = (path: string, json: unknown) => home.ask(path, { method: 'PUT', json })
const remove = (path: string) => home.ask(path, { method: 'DELETE' })

describe('the change log', () => {
  it('says of a host what it was, what it is, and why', async () => {
    await jsonOf(await put('/api/hosts/crm', { baseUrl: 'https://one.example.com' }))
    await jsonOf(await put('/api/hosts/crm', { baseUrl: 'https://two.example.com', reason: 'They moved' }))
    expect((await remove('/api/hosts/crm?reason=Nobody%20calls%20it')).status).toBe(204)
    const [gone, moved, made] = await found('kind=host&subject=crm')
    expect(gone).toMatchObject({
      what: 'host.deleted',
      from: { value: 'https://two.example.com' },
      reason: 'Nobody calls it',
    })
    expect(gone).not.toHaveProperty('to')
    expect(moved).toMatchObject({
      what: 'host.set',
      from: { value: 'https://one.example.com' },
      to: { value: 'https://two.example.com' },
      reason: 'They moved',
    })
    expect(made).not.toHaveProperty('from')
    expect(made).not.toHaveProperty('reason')
  })

  it('says which role somebody had and has', async () => {
    const at = '/api/members/vera@example.com'
    await jsonOf(await put(at, { role: 'viewer' }))
    await jsonOf(await put(at, { role: 'operator', reason: 'On call from now on' }))
    expect((await remove(at)).status).toBe(204)
    const entries = await found('subject=vera@example.com')
    expect(entries.map(({ from, to, reason }) => ({ from, to, reason }))).toEqual([
      { from: { value: 'operator' } },
      { from: { value: 'viewer' }, to: { value: 'operator' }, reason: 'On call from now on' },
      { to: { value: 'viewer' } },
    ])
  })

  it('never holds the value of a secret', async () => {
    await jsonOf(await put('/api/secrets/quiet', { value: 'a value to keep', reason: 'It leaked' }))
    expect(await found('subject=quiet')).toMatchObject([{ what: 'secret.set', reason: 'It leaked' }])
    expect(JSON.stringify(await exported())).not.toContain('a value to keep')
  })

  it('is found by kind, person, subject, words and time', async () => {
    await jsonOf(
      await put('/api/hosts/erp', {
        baseUrl: 'https://example.com/100%25/a_b',
        reason: 'Für die Buchhaltung',
      }),
    )
    const [entry] = await found('text=BUCHHALTUNG')
    expect(entry).toMatchObject({ subject: 'erp' })
    expect(await found('text=100%2525/a')).toHaveLength(1)
    expect(await found('text=a_b')).toHaveLength(1)
    expect(await found('text=axb')).toEqual([])
    expect(await found('text=nowhere')).toEqual([])
    expect(new Set((await found('kind=token')).map(({ what }) => what))).toEqual(new Set(['token.created']))
    expect(await found('by=nobody')).toEqual([])
    const at = entry?.at ?? 0
    expect(await found(`since=${at + 60_000}`)).toEqual([])
    expect(await found(`until=${at}&subject=erp`)).toEqual([])
    expect(await found(`since=${at}&until=${at + 1}&subject=erp`)).toHaveLength(1)
  })

  it('comes in pages that leave nothing out, filtered or not', async () => {
    const whole = await found('kind=token&limit=200')
    const seen: Change[] = []
    let next: number | null = null
    do {
      const query: string = next === null ? '' : `&before=${next}`
      const page = ChangeList.parse(await jsonOf(await home.ask(`/api/changes?kind=token&limit=2${query}`)))
      seen.push(...page.changes)
      next = page.next
    } while (next !== null)
    expect(seen).toEqual(whole)
    expect(whole.length).toBeGreaterThan(4)
    // A page that holds all of them is the last.
    const page = await jsonOf(await home.ask(`/api/changes?kind=token&limit=${whole.length}`))
    expect(ChangeList.parse(page).next).toBeNull()
  })

  it('goes out whole, chained from the first entry on, with a head that the workspace signed', async () => {
    const { head, changes, jws, publicKey } = await exported()
    expect(verifyChanges(changes)).toEqual({
      ok: true,
      count: head.seq,
      head: { seq: head.seq, hash: head.hash },
    })
    expect(head.workspace).toBe(home.name)
    const { payload } = await compactVerify(jws ?? '', await importJWK(publicKey ?? {}, 'EdDSA'))
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(head)
    const forged = changes.with(1, { ...(changes[1] as Change), by: 'somebody else' })
    expect(verifyChanges(forged)).toMatchObject({ ok: false, seq: 2 })
  })

  it('holds no entry of what failed, and nothing changes without its entry', async () => {
    const stub = env.WORKSPACE.get(env.WORKSPACE.newUniqueId())
    await runInDurableObject(stub, (_, { storage }) => {
      const store = new WorkspaceStore(new Sql(storage))
      const fail = () => {
        throw new Error('The disk is full')
      }
      expect(() => store.change('ann', 'host.set', 'crm', fail)).toThrow('The disk is full')
      expect(store.changes.after(0, 10)).toEqual([])
      store.sql.run('ALTER TABLE changes RENAME TO elsewhere')
      const work = () => store.setFact('done', 'half')
      expect(() => store.change('ann', 'host.set', 'crm', work)).toThrow('no such table')
      expect(store.fact('done')).toBeNull()
    })
  })

  it('still verifies where an older release wrote its beginning', async () => {
    const stub = env.WORKSPACE.get(env.WORKSPACE.newUniqueId())
    await runInDurableObject(stub, (_, { storage }) => {
      const sql = new Sql(storage)
      sql.run('DROP TABLE IF EXISTS changes')
      sql.run('DROP TABLE IF EXISTS migrations')
      for (const { name } of sql.all<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      ))
        sql.run(`DROP TABLE IF EXISTS ${name}`)
      migrate(
        sql,
        workspaceMigrations.filter(({ id }) => id < '010'),
      )
      const old = {
        seq: 1,
        at: 1_700_000_000_000,
        by: 'admin',
        what: 'host.set',
        subject: 'crm',
        detail: 'https://example.com',
        prev: `sha256:${'0'.repeat(64)}`,
      }
      const hash = 'sha256:49fc36f60ceacf95d53c2d272c935fe5720dd939d980fcc47361af6243649de2'
      sql.run('INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)', ...Object.values(old), hash)
      migrate(sql, workspaceMigrations)
      const log = new ChangeLog(sql)
      log.append('ann', 'host.deleted', 'crm', { reason: 'Gone' })
      expect(log.after(0, 10)[0]).toEqual({ ...old, hash })
      expect(verifyChanges(log.after(0, 10))).toMatchObject({ ok: true, count: 2 })
    })
  })
})
