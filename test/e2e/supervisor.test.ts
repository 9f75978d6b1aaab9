import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HostList } from '../../shared/api/workspace.ts'
import { Api } from '../support/api.ts'
import { LocalServer, type LocalServerOptions } from '../support/localServer.ts'

const servers: LocalServer[] = []

async function start(options?: LocalServerOptions): Promise<LocalServer> {
  const server = await LocalServer.start(options)
  servers.push(server)
  return server
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.discard()
})

const Lock = z.object({ supervisor: z.int(), server: z.int() })
const lockOf = (server: LocalServer) =>
  Lock.parse(JSON.parse(readFileSync(join(server.state, 'server.json'), 'utf8')))

async function untilHealthy(server: LocalServer): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    try {
      if ((await fetch(`${server.origin}/healthz`)).ok) return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    await pause(50)
  }
}

describe('npm start', () => {
  it('stops on SIGTERM and leaves no process and no lock behind', async () => {
    const server = await start()
    expect(server.isGone).toBe(false)
    await server.stop('SIGTERM')
    expect(server.isGone).toBe(true)
    expect(() => lockOf(server)).toThrow('ENOENT')
  })

  it('stops on Ctrl-C and does not take it for a crash', async () => {
    const server = await start()
    await server.interrupt()
    expect(server.output).not.toContain('Starting it again')
  })

  it('says which port is taken, and how to choose another', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = z.object({ port: z.int() }).parse(other.address())
    await expect(start({ port })).rejects.toThrow(`Port ${port} is taken by another program.`)
    await new Promise((done) => other.close(done))
  })

  it('refuses to run twice on the same state', async () => {
    const first = await start()
    await expect(start({ state: first.state })).rejects.toThrow(
      `already runs on this state, at ${first.origin}`,
    )
  })

  it('starts the server again when it dies, and says why', async () => {
    const server = await start()
    const before = lockOf(server).server
    process.kill(before, 'SIGKILL')
    await expect.poll(() => lockOf(server).server, { timeout: 10_000 }).not.toBe(before)
    await untilHealthy(server)
    expect(server.output).toContain('The server stopped: it was ended by SIGKILL. Starting it again')
  })

  it('takes over from a supervisor that was killed', async () => {
    const first = await start()
    process.kill(lockOf(first).supervisor, 'SIGKILL')
    const second = await start({ state: first.state, port: first.port })
    expect((await fetch(`${second.origin}/healthz`)).ok).toBe(true)
  })

  it('keeps its state over a restart', async () => {
    const first = await start()
    const put = await new Api(first).send('PUT', '/api/hosts/tracker', { baseUrl: 'https://tracker.example' })
    expect(put.status).toBe(200)
    await first.stop()
    const second = await start({ state: first.state })
    const { hosts } = await new Api(second).get('/api/hosts', HostList)
    expect(hosts).toContainEqual({ name: 'tracker', baseUrl: 'https://tracker.example', sandbox: false })
  })

  it('keeps its state where only its owner can read it', async () => {
    const server = await start()
    expect(statSync(server.state).mode & 0o777).toBe(0o700)
  })

  it('serves the designer at every address that is not the API, under a strict policy', async () => {
    const server = await start()
    const page = await fetch(`${server.origin}/loops/issue-triage`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('<div id="root">')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/)
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(html) ?? []
    const code = await fetch(`${server.origin}${script}`)
    expect(code.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(code.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await fetch(`${server.origin}/assets/gone.js`)).status).toBe(404)
  })
})

describe('npm run dev', () => {
  it('serves the designer and the API on the state of npm start', async () => {
    const first = await start()
    await new Api(first).send('PUT', '/api/hosts/tracker', { baseUrl: 'https://tracker.example' })
    await first.stop()
    const dev = await start({ script: 'dev', state: first.state })
    const { hosts } = await new Api(dev).get('/api/hosts', HostList)
    expect(hosts.map((host) => host.name)).toContain('tracker')
    const page = await fetch(dev.origin, { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('/@vite/client')
    await dev.stop()
    expect(dev.isGone).toBe(true)
  })
})
