import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { templates } from '../../shared/templates/templates.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'
import { generateClient, typeErrors } from '../support/openApi/generateClient.ts'
import { lintDocument } from '../support/openApi/lintDocument.ts'

let server: LocalServer
let api: Api
const folder = mkdtempSync(join(tmpdir(), 'pavane-clients-'))

beforeAll(async () => {
  server = await LocalServer.start()
  api = new Api(server)
  for (const { name, graph } of templates) {
    await api.send('POST', '/api/loops', { name, graph })
    await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: 'For its document' })
  }
})
afterAll(async () => {
  await server.discard()
  rmSync(folder, { recursive: true, force: true })
})

async function documentOf(path: string) {
  // Linting keeps this process busy for seconds, in which the server hangs up what idles: it is noticed before a connection is used again.
  await setImmediate()
  return api.get(path, z.looseObject({}))
}

describe('the document of the API', () => {
  it('has nothing that a public linter objects to', async () => {
    expect(await lintDocument(JSON.stringify(await documentOf('/openapi.json')))).toEqual([])
  })

  it('gives a client that the compiler takes and the server answers', async () => {
    const file = await generateClient(await documentOf('/openapi.json'), folder, 'pavane')
    expect(await typeErrors(file)).toEqual([])
    const { Api: Client } = await import(/* @vite-ignore */ file)
    const client = new Client({
      baseUrl: server.origin,
      baseApiParams: { headers: { authorization: `Bearer an-admin-token-for-tests-only` } },
    })
    const { data } = await client.api.listLoops()
    expect(data.loops.map(({ name }: { name: string }) => name)).toEqual(
      templates.map(({ name }) => name).toSorted(),
    )
  })
})

describe('the document of a loop', () => {
  it.for(templates.map(({ name }) => name))(
    'has nothing that a public linter objects to: %s',
    async (name) => {
      expect(await lintDocument(JSON.stringify(await documentOf(`/api/loops/${name}/openapi.json`)))).toEqual(
        [],
      )
    },
  )

  it('is there for whoever may call the loop', async () => {
    const response = await fetch(`${server.origin}/hooks/refund/openapi.json`)
    expect(await response.json()).toEqual(await documentOf('/api/loops/refund/openapi.json'))
  })

  it('gives a client that takes what the loop takes, and nothing else, and that works', async () => {
    const document = await documentOf('/api/loops/refund/openapi.json')
    const file = await generateClient(document, folder, 'refund')
    const [sample] = templates.find(({ name }) => name === 'refund')?.samples ?? []
    const use = (input: unknown) =>
      `import { Api } from './refund.ts'\nvoid new Api().hooks.invoke(${JSON.stringify(input)})\n`
    const right = join(folder, 'right.ts')
    const wrong = join(folder, 'wrong.ts')
    writeFileSync(right, use(sample?.input))
    writeFileSync(wrong, use({ nothing: 'of it' }))
    const errors = await typeErrors(file, right, wrong)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain('wrong.ts')
    const { Api: Client } = await import(/* @vite-ignore */ file)
    const { hooks } = new Client({ baseUrl: server.origin })
    const { stable } = (await hooks.versions()).data
    const answer = await hooks.invoke(
      sample?.input,
      { version: 'stable' },
      { headers: { prefer: 'wait=30' } },
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('pavane-version')).toBe(stable.version)
    await expect(hooks.invoke({ nothing: 'of it' })).rejects.toMatchObject({
      status: 422,
      error: { type: '/problems/input-invalid' },
    })
  })
})
