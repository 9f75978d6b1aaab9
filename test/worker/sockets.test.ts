import { evictDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CreatedToken } from '../../shared/api/identity.ts'
import { bearerProtocol, SocketMessage, socketLimits, socketProtocol } from '../../shared/api/socket.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../support/programs.ts'
import { shardObject } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { adminToken, asAdmin, call, ended, eventsOf, hook, jsonOf, origin, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A socket, with what came over it. */
type Listening = {
  messages: SocketMessage[]
  pongs: number
  closed: { code: number } | null
  send(value: unknown): void
  close(): void
  /** Resolves once that holds. */
  until(holds: (listening: Listening) => boolean): Promise<void>
}

const asBearer = { authorization: `Bearer ${adminToken}` }

async function listen(
  run: string,
  { after = 0, acknowledge = true, headers = asBearer as Record<string, string> } = {},
): Promise<Listening> {
  const response = await call(`/api/runs/${run}/socket?after=${after}`, {
    headers: { upgrade: 'websocket', ...headers },
  })
  expect(response.status).toBe(101)
  const socket = response.webSocket
  if (!socket) throw new Error('There is no socket')
  const waiting: (() => void)[] = []
  const wake = () => {
    for (const each of waiting.splice(0)) each()
  }
  const listening: Listening = {
    messages: [],
    pongs: 0,
    closed: null,
    send: (value) => socket.send(typeof value === 'string' ? value : JSON.stringify(value)),
    close: () => socket.close(1000),
    async until(holds) {
      while (!holds(listening)) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
  socket.addEventListener('message', ({ data }) => {
    if (data === 'pong') {
      listening.pongs += 1
      wake()
      return
    }
    const message = SocketMessage.parse(JSON.parse(String(data)))
    listening.messages.push(message)
    if (acknowledge && message.type === 'events')
      listening.send({ type: 'ack', seq: message.events.at(-1)?.seq })
    wake()
  })
  socket.addEventListener('close', ({ code }) => {
    listening.closed = { code }
    wake()
  })
  socket.accept()
  return listening
}

const eventsIn = ({ messages }: Listening): RunEvent[] =>
  messages.flatMap((message) => (message.type === 'events' ? message.events : []))
const lastSeq = (listening: Listening) => eventsIn(listening).at(-1)?.seq ?? 0
const isOver = ({ closed }: Listening) => closed !== null

/** A run whose one step is held until the target lets it go. */
async function aHeldRun(): Promise<{ run: string; loop: string; target: Target }> {
  const target = await aTarget()
  await target.answers([{ type: 'hold' }], answersWith(200))
  const loop = await deploy({ actions: { act: echoAction({}, { host: target.host }) } })
  const { run } = await runOf(await hook(loop, {}))
  await target.requests({ count: 1 })
  return { run, loop, target }
}

describe('a socket of a run', () => {
  it('brings what is recorded, then what happens, then the end', async () => {
    const { run, target } = await aHeldRun()
    const socket = await listen(run)
    await socket.until((each) => eventsIn(each).some(({ type }) => type === 'step.started'))
    expect(socket.messages.some(({ type }) => type === 'end')).toBe(false)
    await target.letGo()
    await socket.until(isOver)
    expect(socket.closed).toEqual({ code: 1000 })
    expect(socket.messages.at(-1)).toEqual({ type: 'end' })
    expect(eventsIn(socket)).toEqual(await eventsOf(run))
  })

  it('goes on where a lost connection ended, without a gap and without anything twice', async () => {
    const { run, target } = await aHeldRun()
    const first = await listen(run)
    await first.until((each) => lastSeq(each) > 0)
    first.close()
    await first.until(isOver)
    await target.letGo()
    await ended(run)
    const second = await listen(run, { after: lastSeq(first) })
    await second.until(isOver)
    expect([...eventsIn(first), ...eventsIn(second)]).toEqual(await eventsOf(run))
    expect(eventsIn(second).length).toBeGreaterThan(0)
  })

  it('outlives the object’s memory', async () => {
    const paid = { type: 'event' as const, event: 'paid', timeoutSeconds: 600 }
    const loop = await deploy({
      actions: { act: echoAction({ call: { uses: 'wait', for: paid }, idempotency: 'native' }) },
      outcomes: { ...aProgram().outcomes, done: { title: 'Done', status: 'succeeded', body: null } },
    })
    const { run } = await runOf(await hook(loop, {}))
    const socket = await listen(run)
    await socket.until((each) => eventsIn(each).some(({ type }) => type === 'step.started'))
    await evictDurableObject(shardObject(loop))
    const signal = { method: 'POST', json: { id: 'one', name: 'paid' } }
    await jsonOf(await asAdmin(`/api/runs/${run}/signals`, signal), 202)
    await socket.until(isOver)
    expect(eventsIn(socket)).toEqual(await eventsOf(run))
  })

  it('sends a few messages ahead, and waits for whoever does not say that they arrived', async () => {
    const loop = await deploy({
      actions: { act: echoAction({ call: { uses: 'transform', value: '{{ input.text }}' } }) },
      strategy: stepsInAnyOrder(...Array.from({ length: 200 }, (_, n) => aStep(`step${n}`))),
      outcomes: { ...aProgram().outcomes, done: { title: 'Done', status: 'succeeded', body: null } },
      limits: { ...aProgram().limits, steps: 1000 },
    })
    const { run } = await runOf(await hook(loop, { text: 'x'.repeat(30_000) }))
    await ended(run)
    const socket = await listen(run, { acknowledge: false })
    await socket.until(({ messages }) => messages.length === socketLimits.unacknowledged)
    socket.send('ping')
    await socket.until(({ pongs }) => pongs === 1)
    const before = lastSeq(socket)
    const all = await eventsOf(run)
    expect(before).toBeLessThan(all.length)
    expect(socket.messages).toHaveLength(socketLimits.unacknowledged)
    socket.send({ type: 'ack', seq: lastSeq({ ...socket, messages: socket.messages.slice(0, 1) }) })
    await socket.until(({ messages }) => messages.length === socketLimits.unacknowledged + 1)
    while (!isOver(socket)) {
      const seen = socket.messages.length
      socket.send({ type: 'ack', seq: lastSeq(socket) })
      await socket.until((each) => each.messages.length > seen || isOver(each))
    }
    expect(eventsIn(socket)).toEqual(all)
  })

  it('brings an event that is larger than a message otherwise is', async () => {
    const { run } = await runOf(
      await hook(
        await deploy({ actions: { act: echoAction({}, { body: null }) } }),
        'x'.repeat(socketLimits.messageCharacters + 1),
      ),
    )
    await ended(run)
    const socket = await listen(run)
    await socket.until(isOver)
    expect(eventsIn(socket)).toEqual(await eventsOf(run))
  })

  it('is closed when it is sent what it does not understand', async () => {
    const { run, target } = await aHeldRun()
    for (const wrong of ['{', '[]', '{"type":"ack","seq":-1}', { type: 'cancel' }]) {
      const socket = await listen(run)
      socket.send(wrong)
      await socket.until(isOver)
      expect(socket.closed).toEqual({ code: 1008 })
    }
    await target.letGo()
  })

  it('asks after a while whether whoever listens still may', async () => {
    const { run, target } = await aHeldRun()
    const socket = await listen(run)
    await socket.until((each) => lastSeq(each) > 0)
    const seen = eventsIn(socket).length
    const later = Date.now() + socketLimits.lifetimeMs
    vi.spyOn(Date, 'now').mockImplementation(() => later)
    await target.letGo()
    await socket.until(isOver)
    expect(socket.closed).toEqual({ code: 4001 })
    expect(eventsIn(socket)).toHaveLength(seen)
  })
})

describe('who may open a socket', () => {
  const protocols = (token: string) =>
    `${socketProtocol}, ${bearerProtocol}${Buffer.from(token).toString('base64url')}`
  const open = (run: string, headers: Record<string, string>) =>
    call(`/api/runs/${run}/socket`, { headers: { upgrade: 'websocket', ...headers } })

  async function aToken(): Promise<string> {
    const json = { name: 'listens', role: 'viewer', expiresAt: null }
    const created = await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201)
    return CreatedToken.parse(created).token
  }

  it('offers its token among the subprotocols, where no header can be set', async () => {
    const { run, target } = await aHeldRun()
    for (const token of [await aToken(), adminToken]) {
      const response = await open(run, { 'sec-websocket-protocol': protocols(token) })
      expect(response.status).toBe(101)
      expect(response.headers.get('sec-websocket-protocol')).toBe(socketProtocol)
      response.webSocket?.accept()
      response.webSocket?.close()
    }
    await target.letGo()
  })

  it('is refused without a right, with a wrong token, and with one in the address', async () => {
    const { run, target } = await aHeldRun()
    await expectProblem(await open(run, {}), 'unauthenticated')
    await expectProblem(
      await open(run, { 'sec-websocket-protocol': protocols('pvt_wrong') }),
      'unauthenticated',
    )
    await expectProblem(
      await open(run, { 'sec-websocket-protocol': `${socketProtocol}, ${bearerProtocol}%00` }),
      'unauthenticated',
    )
    const token = await aToken()
    const wrong = { authorization: 'Bearer pvt_wrong', 'sec-websocket-protocol': protocols(token) }
    await expectProblem(await open(run, wrong), 'unauthenticated')
    for (const name of ['token', 'access_token', 'authorization']) {
      const address = `/api/runs/${run}/socket?${name}=${token}`
      await expectProblem(await call(address, { headers: { upgrade: 'websocket' } }), 'unauthenticated')
    }
    await target.letGo()
  })

  it('offers its token so for a socket alone', async () => {
    const { run, target } = await aHeldRun()
    const headers = { 'sec-websocket-protocol': protocols(await aToken()) }
    await expectProblem(await call(`/api/runs/${run}`, { headers }), 'unauthenticated')
    await target.letGo()
  })

  it('is no other page: a browser’s session counts from our own alone', async () => {
    const { run, target } = await aHeldRun()
    const signedIn = await call('/api/session', { method: 'POST', json: { token: adminToken } })
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    await expectProblem(await open(run, { cookie, origin: 'https://evil.example' }), 'forbidden')
    await expectProblem(await open(run, { cookie }), 'forbidden')
    const own = await open(run, { cookie, origin })
    expect(own.status).toBe(101)
    own.webSocket?.accept()
    own.webSocket?.close()
    await target.letGo()
  })

  it('finds a run, with a WebSocket', async () => {
    const unknown = 'nobody.0.00000000-0000-7000-8000-000000000000'
    await expectProblem(await open(unknown, asBearer), 'run-not-found')
    await expectProblem(await asAdmin(`/api/runs/${unknown}/socket`), 'upgrade-required')
  })
})
