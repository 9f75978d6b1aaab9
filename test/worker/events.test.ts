import { describe, expect, it } from 'vitest'
import { EventPage } from '../../shared/api/runs.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { misbehave } from './support/sandbox.ts'

type Message = { id: string | null; event: string; data: string }

/** Reads server-sent events until the stream ends, or until so many messages came. */
async function messagesOf(response: Response, most = Number.POSITIVE_INFINITY): Promise<Message[]> {
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const messages: Message[] = []
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream())
    .getReader()
  let text = ''
  while (messages.length < most) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    messages.push(...blocks.filter((block) => !block.startsWith(':')).map(messageOf))
  }
  await reader.cancel()
  return messages
}

function messageOf(block: string): Message {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  return { id: field('id') ?? null, event: field('event') ?? 'message', data: field('data') ?? '' }
}

const follow = (run: string, headers: Record<string, string> = {}) =>
  asAdmin(`/api/runs/${run}/events`, { headers: { accept: 'text/event-stream', ...headers } })

const seqsOf = (messages: Message[]) =>
  messages.filter(({ event }) => event === 'message').map(({ data }) => (JSON.parse(data) as RunEvent).seq)

async function slowRun(ms: number): Promise<string> {
  const path = `/slow-${crypto.randomUUID()}`
  await misbehave({ path, behave: { type: 'delay', ms } })
  return (await runOf(await hook(await deploy({ actions: { act: echoAction({}, { path }) } }), {}))).run
}

async function endedRun(): Promise<string> {
  const { run } = await runOf(await hook(await deploy({ actions: { act: echoAction() } }), {}))
  await ended(run)
  return run
}

describe('a run’s log', () => {
  it('comes in pages of JSON, whole and verifiable', async () => {
    const run = await endedRun()
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    expect(verifyChain(events)).toMatchObject({ ok: true, count: events.length })
    const paged: RunEvent[] = []
    let after: number | null = 0
    while (after !== null) {
      const page: EventPage = EventPage.parse(
        await jsonOf(await asAdmin(`/api/runs/${run}/events?after=${after}&limit=3`)),
      )
      expect(page.events.length).toBeLessThanOrEqual(3)
      paged.push(...page.events)
      after = page.next
    }
    expect(paged).toEqual(events)
  })

  it('comes as lines of JSON', async () => {
    const run = await endedRun()
    const response = await asAdmin(`/api/runs/${run}/events`, { headers: { accept: 'application/x-ndjson' } })
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    expect(verifyChain(lines)).toMatchObject({ ok: true, count: lines.length })
  })

  it.for(['*/*', 'application/*', 'text/html, */*;q=0.8'])(
    'comes as JSON to who accepts %s',
    async (accept) => {
      const response = await asAdmin(`/api/runs/${await endedRun()}/events`, { headers: { accept } })
      expect(response.headers.get('content-type')).toContain('application/json')
      EventPage.parse(await jsonOf(response))
    },
  )

  it('comes in nothing else', async () => {
    const response = await asAdmin(`/api/runs/${await endedRun()}/events`, {
      headers: { accept: 'text/html' },
    })
    await expectProblem(response, 'not-acceptable')
  })

  it('is not there for a run that is not', async () => {
    for (const loop of ['nobody', await deploy({ actions: { act: echoAction() } })]) {
      const run = `${loop}.0.00000000-0000-7000-8000-000000000000`
      await expectProblem(await asAdmin(`/api/runs/${run}/events`), 'run-not-found')
      await expectProblem(await follow(run), 'run-not-found')
    }
  })
})

describe('a stream of events', () => {
  it('tells what was recorded, then what happens, and ends with the run', async () => {
    const run = await slowRun(300)
    const messages = await messagesOf(await follow(run))
    expect(messages.at(-1)).toMatchObject({ event: 'end' })
    const seqs = seqsOf(messages)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect(messages.at(-2)?.data).toContain('"run.ended"')
  })

  it('goes on after Last-Event-ID, without a gap and without a repeat', async () => {
    const run = await slowRun(500)
    const first = await messagesOf(await follow(run), 2)
    const last = first.at(-1)?.id ?? ''
    const rest = await messagesOf(await follow(run, { 'last-event-id': last }))
    const seqs = [...seqsOf(first), ...seqsOf(rest)]
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  })

  it('goes on after the greater of the two numbers, as a browser that connects again sends both', async () => {
    const run = await endedRun()
    const from = async (after: number, last: string) => {
      const headers = { accept: 'text/event-stream', 'last-event-id': last }
      return seqsOf(await messagesOf(await asAdmin(`/api/runs/${run}/events?after=${after}`, { headers })))[0]
    }
    expect([await from(1, '3'), await from(3, '1'), await from(3, 'none')]).toEqual([4, 4, 4])
  })

  it('of an ended run ends at once', async () => {
    const run = await endedRun()
    expect((await messagesOf(await follow(run))).at(-1)).toMatchObject({ event: 'end' })
    expect(await messagesOf(await follow(run, { 'last-event-id': '9999' }))).toEqual([
      { id: null, event: 'end', data: '{}' },
    ])
  })

  it('serves many readers of one run alike', async () => {
    const run = await slowRun(300)
    const logs = await Promise.all(Array.from({ length: 5 }, async () => messagesOf(await follow(run))))
    for (const log of logs) expect(log).toEqual(logs[0])
  })
})
