import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CreatedToken } from '../../shared/api/identity.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'
import { expectedLines, linesOf } from './expected.ts'
import { compiled } from './hosts/compiled.ts'
import { playOnServer, type Stage } from './hosts/playOnServer.ts'
import { World } from './hosts/World.ts'
import { scenarios } from './scenarios.ts'

let server: LocalServer
let stage: Stage

beforeAll(async () => {
  server = await LocalServer.start()
  const api = new Api(server)
  const world = await World.listen()
  await api.send('PUT', '/api/hosts/target', { baseUrl: world.origin })
  const policies = scenarios.flatMap((scenario) => scenario.policies ?? [])
  await api.send('PUT', '/api/policies', { policies }, { 'if-match': '"0"' })
  const people = [await personCalled('Ada', api), await personCalled('Bob', api)]
  stage = { api, people, world }
})

afterAll(async () => {
  await stage.world.close()
  await server.discard()
})

async function personCalled(name: string, api: Api): Promise<Api> {
  const response = await api.send('POST', '/api/tokens', { name, role: 'approver', expiresAt: null })
  return new Api(server, CreatedToken.parse(await response.json()).token)
}

describe('the Durable Object, with a real target', () => {
  it.concurrent.for(scenarios.map((scenario) => [scenario.name, scenario.shows, scenario] as const))(
    '%s: %s',
    async ([, , scenario]) => {
      const played = await playOnServer(stage, scenario)
      expect(linesOf(played)).toEqual(expectedLines(scenario))
      const log = 'log' in played ? played.log : []
      expect(verifyChain(log)).toMatchObject({ ok: true })
      expect(log.slice(0, 1).map(({ data }) => 'program' in data && data.program)).toEqual(
        log.slice(0, 1).map(() => compiled(scenario).version),
      )
    },
  )
})
