import { describe, expect, it } from 'vitest'
import { apiLimits } from '../../../shared/api/limits.ts'
import { Breakers } from '../../../worker/effects/Breakers.ts'
import { send } from '../../../worker/effects/send.ts'
import { workspaceOf } from '../../../worker/objects/ports.ts'
import { env } from '../support/edge.ts'
import { answersWith, aTarget } from '../support/target.ts'
import type { TargetAnswer } from '../support/targetServer.ts'

/** What comes of a GET that a target answers like this. */
async function sentTo(answer: TargetAnswer, timeoutMs = 20_000) {
  const target = await aTarget()
  await target.answers([], answer)
  const { hosts } = await workspaceOf(env).settings('any')
  const sent = await send(
    {
      host: target.host,
      method: 'GET',
      accepts: [],
      render: (baseUrl) => ({ ok: true, url: new URL(`${baseUrl}/x`), headers: new Headers(), body: null }),
    },
    {
      env,
      hosts,
      breakers: new Breakers(),
      breaker: null,
      trace: '0af7651916cd43dd8448eb211c80319c',
      timeoutMs,
      signal: new AbortController().signal,
      scope: {},
      secrets: {},
      masks: {},
    },
  )
  return { sent, target }
}

const tooLarge = { ok: false, error: { class: 'limit', retryable: false, mayHaveHappened: true } }

describe('an answer', () => {
  it('is read up to the limit, and not a byte further', async () => {
    const fits = 'x'.repeat(apiLimits.responseBytes - 2)
    expect((await sentTo(answersWith(200, fits))).sent).toMatchObject({ ok: true, body: fits })
    expect((await sentTo(answersWith(200, `${fits}x`))).sent).toMatchObject(tooLarge)
  })

  it('that unpacks to far more than it weighs is cut off where it is too large', async () => {
    // 200 kilobytes on the wire.
    expect((await sentTo({ type: 'zipped', megabytes: 200, times: 1 })).sent).toMatchObject(tooLarge)
  })

  it('that is packed twice is no way around the limit', async () => {
    const { sent } = await sentTo({ type: 'zipped', megabytes: 200, times: 2 })
    const characters = sent.ok ? JSON.stringify(sent.body).length : sent.error.message.length
    // A byte that is no text is written with six characters at most.
    expect(characters).toBeLessThan(6 * apiLimits.responseBytes)
  })

  it('without an end is cut off, and whoever sends it is hung up on', async () => {
    const { sent, target } = await sentTo({ type: 'endless', bytes: 65_536, everyMs: 1 })
    expect(sent).toMatchObject(tooLarge)
    expect(await target.requests({ abandoned: 1 })).toMatchObject([{ abandoned: true }])
  })

  it('that trickles has no more time than one that does not come', async () => {
    const { sent, target } = await sentTo({ type: 'endless', bytes: 1, everyMs: 20 }, 300)
    expect(sent).toMatchObject({ ok: false, error: { class: 'timeout', mayHaveHappened: true } })
    expect(await target.requests({ abandoned: 1 })).toMatchObject([{ abandoned: true }])
  })
})
