import { env as bindings } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { ArchivePage } from '../../shared/api/archive.ts'
import type { Bindings } from '../../worker/env.ts'
import { archiveFolder, archiveKey, archiveOf } from '../../worker/objects/archive.ts'
import { archivePage } from '../../worker/routes/archivePage.ts'
import { asAdmin, jsonOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

const all = bindings as unknown as Bindings
const { ARCHIVE: _bucket, ...local } = all
const { ARCHIVE_DISK: _disk, ...deployed } = all
const places = [
  ['bucket', deployed],
  ['folder of a local server', local],
] as const

const aLoop = () => `archived-${crypto.randomUUID().slice(0, 8)}`
const runsOf = (loop: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${loop}.0.01a2199${index}-0000-7000-8000-000000000000`)

describe.for(places)('an archive in the %s', ([, given]) => {
  const archive = archiveOf(given)
  if (!archive) throw new Error('The tests have both')

  it('gives what it was given, the newest of it, and nothing that it was not', async () => {
    const key = archiveKey(archiveFolder('default', aLoop()), 'a')
    expect(await archive.get(key)).toBe(null)
    await archive.put(key, '{"first":"ä"}')
    await archive.put(key, '{"second":"longer than the one before"}')
    expect(await archive.get(key)).toBe('{"second":"longer than the one before"}')
  })

  it('lists a loop of a workspace by page, and no other', async () => {
    const loop = aLoop()
    const runs = runsOf(loop, 5)
    for (const run of runs.toReversed())
      await archive.put(archiveKey(archiveFolder('default', loop), run), '{}')
    await archive.put(archiveKey(archiveFolder('default', `${loop}-2`), runs[0] ?? ''), '{}')
    await archive.put(archiveKey(archiveFolder('other', loop), runs[0] ?? ''), '{}')
    const found: string[] = []
    let cursor: string | undefined
    for (let page = 0; page < 4; page += 1) {
      const listed = await archivePage(
        { ...given, workspace: 'default' },
        { loop, limit: 2, ...(cursor ? { cursor } : {}) },
      )
      expect(listed.available).toBe(true)
      found.push(...listed.runs.map(({ run }) => run))
      if (listed.next === null) break
      cursor = listed.next
    }
    expect(found).toEqual(runs)
  })
})

describe('the list of archived runs', () => {
  it('says when each was accepted, is empty for a loop without any, and takes names of loops alone', async () => {
    const loop = aLoop()
    const [run = ''] = runsOf(loop, 1)
    await archiveOf(deployed)?.put(archiveKey(archiveFolder('default', loop), run), '{}')
    const list = async (name: string) =>
      ArchivePage.parse(await jsonOf(await asAdmin(`/api/privacy/archive?loop=${name}`)))
    expect(await list(loop)).toEqual({
      available: true,
      runs: [{ run, acceptedAt: 0x01a219900000 }],
      next: null,
    })
    expect(await list(aLoop())).toEqual({ available: true, runs: [], next: null })
    await expectProblem(await asAdmin('/api/privacy/archive?loop=../other/a'), 'invalid-request')
  })

  it('says where there is no archive', async () => {
    const { ARCHIVE_DISK: _, ...neither } = local
    const nowhere = { ...neither, workspace: 'default' }
    expect(await archivePage(nowhere, { loop: aLoop(), limit: 1 })).toEqual({
      available: false,
      runs: [],
      next: null,
    })
  })
})
