import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'

const top = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

let server: LocalServer

beforeAll(async () => {
  server = await LocalServer.start()
})
afterAll(() => server.discard())

/** The one curl command of the README, as it stands there but for the port. */
function curlOfReadme(): string {
  const readme = readFileSync(join(top, 'README.md'), 'utf8').replaceAll('\\\n', ' ')
  const commands = readme.split('\n').filter((line) => line.startsWith('curl '))
  expect(commands).toHaveLength(1)
  return String(commands[0]).replace('http://localhost:8787', server.origin)
}

/** Runs the command in the top folder and reads what `curl --include` prints. */
async function call(command: string) {
  const { stdout } = await run('sh', ['-c', command], { cwd: top })
  const [head = '', body = ''] = stdout.split('\r\n\r\n')
  const [status = '', ...lines] = head.split('\r\n')
  const headers = new Headers(lines.map((line) => line.split(/:\s*(.*)/).slice(0, 2) as [string, string]))
  return { status, headers, body: JSON.parse(body) as unknown }
}

const effects = async () => (await new Api(server).sandboxCalls()).filter((call) => call.effect)

describe('the curl line of the README, on a fresh start', () => {
  it('gets the loop’s answer, and the same run when it is sent again', async () => {
    const command = curlOfReadme()

    const first = await call(command)
    expect(first.status).toMatch(/ 200 /)
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    const done = await effects()
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map((effect) => effect.key)).size).toBe(done.length)

    const second = await call(command)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(second.body).toEqual(first.body)
    expect(await effects()).toEqual(done)
  })
})
