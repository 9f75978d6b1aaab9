import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, it } from 'vitest'
import { pageOf } from './page.ts'
import { Programs, serving } from './programs.ts'

const programs = new Programs(pageOf('guides/invoking.md'))
afterAll(() => programs.discard())

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`

describe('the program that follows a run', () => {
  it('follows a run over a connection that is lost, without a gap and without anything twice', async () => {
    const log = ['run.accepted', 'run.started', 'step.started', 'step.succeeded', 'run.ended']
    const asked: unknown[] = []
    const { origin, close } = await serving((request, response) => {
      asked.push([request.url, request.headers.authorization, request.headers['last-event-id']])
      const last = Number(request.headers['last-event-id'])
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n')
      const next = log.map((type, index) => ({ seq: index + 1, type })).slice(last, last + 2)
      const text = next.map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`).join('')
      if (next.at(-1)?.type === 'run.ended') response.end(`${text}event: end\ndata: {}\n\n`)
      // In the middle of a message, which is as good as not sent.
      else response.write(`${text}id: 99\nda`, () => response.destroy())
    })
    const lines = await programs.run('follow.mjs', ['x.0.1'], { PAVANE: origin, TOKEN: 'pvt_1' })
    expect(lines).toEqual(log.map((type, index) => `${index + 1} ${type}`))
    expect(asked).toEqual(['0', '2', '4'].map((last) => ['/api/runs/x.0.1/events', 'Bearer pvt_1', last]))
    close()
  })
})

describe('the programs that are called back', () => {
  it.each(['receive.mjs', 'receive.py'])(
    'takes what Pavane signs, once, and nothing else, in %s',
    async (name) => {
      const { address, nextLine } = await programs.serve(name, { PORT: '0', CALLBACK_SECRET: secret })
      const signer = new Webhook(secret)
      const text = (id: string) =>
        JSON.stringify({ specversion: '1.0', id, data: { run: `x.0.${id}`, outcome: 'succeeded' } })
      const signed = (id: string, key = signer, at = new Date()) => ({
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': key.sign(id, at, text(id)),
      })
      const post = async (id: string, headers: Record<string, string>) =>
        (await fetch(address, { method: 'POST', headers, body: text(id) })).status
      expect(await post('1', signed('1'))).toBe(204)
      expect(await post('1', signed('1'))).toBe(204)
      const other = new Webhook(Buffer.from('another key of thirty-two bytes.').toString('base64'))
      const both = `${other.sign('2', new Date(), text('2'))} ${signed('2')['webhook-signature']}`
      expect(await post('2', { ...signed('2'), 'webhook-signature': both })).toBe(204)
      for (const headers of [
        signed('3', other),
        signed('4'),
        signed('3', signer, new Date(Date.now() - 360_000)),
        { ...signed('3'), 'webhook-signature': '' },
        { 'webhook-id': '3', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) },
      ])
        expect(await post('3', headers)).toBe(401)
      expect([await nextLine(), await nextLine()]).toEqual(['x.0.1 succeeded', 'x.0.2 succeeded'])
    },
  )
})
