import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Check, checkTypes } from '../../../shared/graph/nodes/check.ts'
import { VerifierGate } from '../../../shared/graph/nodes/verifier.ts'
import type { Json } from '../../../shared/json.ts'
import { readVerifierResponse, VerifierRequest, verifierContract } from '../../../shared/verify/contract.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/external-verifier.md'), 'utf8')

const request = (about: Json): VerifierRequest =>
  VerifierRequest.parse({
    contract: verifierContract,
    effect: 'loop.0.1/check/1/verify/quote',
    run: 'loop.0.1',
    loop: 'loop',
    program: `sha256:${'0'.repeat(64)}`,
    iteration: 1,
    verifier: 'verify',
    check: 'quote',
    vote: 1,
    about,
    plan: null,
    deadline: 0,
  })

describe('the checker of the guide', () => {
  const own = mkdtempSync(join(tmpdir(), 'checker-'))
  let origin = ''
  let stop: () => Promise<unknown> = () => Promise.resolve()

  beforeAll(async () => {
    const file = join(own, 'checker.mjs')
    writeFileSync(file, /^```js\n([\s\S]*?)^```/m.exec(guide)?.[1] ?? '')
    const checker = spawn(process.execPath, [file], {
      env: { PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    stop = () => {
      const ended = once(checker, 'exit')
      checker.kill()
      return ended
    }
    for await (const line of createInterface(checker.stdout)) {
      origin = /http:\S+/.exec(line)?.[0] ?? ''
      break
    }
  })

  afterAll(async () => {
    await stop()
    rmSync(own, { recursive: true })
  })

  it.for([
    [{ quoted: 100, charged: 104 }, { result: 'pass' }],
    [
      { quoted: 100, charged: 130 },
      { result: 'fail', severity: 0.3, evidence: { quoted: 100, charged: 130 } },
    ],
    [
      { quoted: 100, charged: 900 },
      { result: 'fail', severity: 1 },
    ],
    [{ quoted: null }, { result: 'inconclusive' }],
    [null, { result: 'inconclusive' }],
  ] as [Json, object][])('judges %o by the contract: %o', async ([about, expected]) => {
    const response = await fetch(`${origin}/judge`, { method: 'POST', body: JSON.stringify(request(about)) })
    expect(response.headers.get('content-type')).toBe('application/json')
    const read = readVerifierResponse((await response.json()) as Json)
    expect(read).toMatchObject({ ok: true, response: { version: 'quotes 1.0', ...expected } })
  })
})

describe('the guide to verifying', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/guides/verifying.md'), 'utf8')
  const [checks = '', gate = ''] = [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => text)

  it('shows checks and a gate as they are', () => {
    expect(z.array(Check).safeParse(JSON.parse(checks))).toMatchObject({ success: true })
    expect(VerifierGate.safeParse(JSON.parse(gate))).toMatchObject({ success: true })
  })

  it('names every layer, in the order in which they are made', () => {
    const rows = [...page.matchAll(/^\| ([A-Z][a-z]+) \|/gm)].map(([, name = '']) => name.toLowerCase())
    expect(rows.map((name) => (name === 'external' ? 'http' : name))).toEqual([...checkTypes])
  })
})
