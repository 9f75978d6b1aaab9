import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { createQueryClient } from '../../../web/app/queryClient.ts'
import { createPlayback } from '../../../web/replay/playback.ts'
import { useRunLog } from '../../../web/replay/useRunLog.ts'
import { problem, stubApi } from '../app/renderApp.tsx'
import { aRunLog, program } from './aRunLog.ts'

const log = aRunLog({ iterations: 2, steps: 2 })
const run = 'probe.0.0192f3a4-0000-7a11-8b22-000000000001'

/** The browser's stream, in the hands of the test. */
class Streams extends EventTarget {
  static readonly CLOSED = 2
  static opened: Streams[] = []
  readyState = 1
  readonly after: number

  constructor(address: string) {
    super()
    this.after = Number(new URL(address, 'http://pavane.test').searchParams.get('after'))
    Streams.opened.push(this)
  }
  close() {
    this.readyState = Streams.CLOSED
  }
  send(event: RunEvent) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }))
  }
}

beforeEach(() => {
  Streams.opened = []
  vi.stubGlobal('EventSource', Streams)
})
afterEach(() => vi.unstubAllGlobals())

function watch() {
  const playback = createPlayback({ program })
  const client = createQueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { result, unmount } = renderHook(() => useRunLog(run, playback), { wrapper })
  return { playback, result, unmount }
}

const length = (playback: ReturnType<typeof createPlayback>) => playback.getState().events.length

describe('the log of a run', () => {
  it('is read page by page, and no stream is opened once it has ended', async () => {
    const calls = stubApi({
      [`GET /api/runs/${run}/events`]: ({ search }) => {
        const after = Number(search.get('after'))
        const events = log.slice(after, after + 10)
        return { events, next: after + 10 < log.length ? after + 10 : null }
      },
    })
    const { playback, result } = watch()
    await waitFor(() => expect(result.current.status).toBe('complete'))
    expect(playback.getState().events).toEqual(log)
    expect(calls.map((call) => call.search.get('after'))).toEqual(
      ['0', '10', '20'].slice(0, Math.ceil(log.length / 10)),
    )
    expect(Streams.opened).toEqual([])
  })

  it('goes on by stream from where it stands, until the run ends', async () => {
    stubApi({ [`GET /api/runs/${run}/events`]: () => ({ events: log.slice(0, 8), next: null }) })
    const { playback, result } = watch()
    await waitFor(() => expect(result.current.status).toBe('live'))
    const [stream] = Streams.opened
    expect(stream?.after).toBe(8)
    act(() => log.slice(6).forEach((event) => stream?.send(event)))
    await waitFor(() => expect(result.current.status).toBe('complete'))
    expect(playback.getState().events).toEqual(log)
    expect(stream?.readyState).toBe(Streams.CLOSED)
  })

  it('is read again from where it still fits when the stream left something out', async () => {
    let known = 8
    stubApi({
      [`GET /api/runs/${run}/events`]: ({ search }) => ({
        events: log.slice(Number(search.get('after')), known),
        next: null,
      }),
    })
    const { playback, result } = watch()
    await waitFor(() => expect(result.current.status).toBe('live'))
    known = log.length
    const [stream] = Streams.opened
    const late = log[11]
    act(() => late && stream?.send(late))
    await waitFor(() => expect(length(playback)).toBe(log.length))
    await waitFor(() => expect(result.current.status).toBe('complete'))
  })

  it('survives a server that is away for a moment', async () => {
    let away = true
    stubApi({
      [`GET /api/runs/${run}/events`]: () =>
        away ? new TypeError('Failed to fetch') : { events: log, next: null },
    })
    const { result } = watch()
    await waitFor(() => expect(result.current.status).toBe('loading'))
    away = false
    await waitFor(() => expect(result.current.status).toBe('complete'))
  })

  it('says why when it can’t be had', async () => {
    stubApi({ [`GET /api/runs/${run}/events`]: () => problem('run-not-found', 404) })
    const { result } = watch()
    await waitFor(() =>
      expect(result.current).toMatchObject({ status: 'failed', error: { code: 'run-not-found' } }),
    )
  })

  it('closes its stream when the page is left', async () => {
    stubApi({ [`GET /api/runs/${run}/events`]: () => ({ events: log.slice(0, 8), next: null }) })
    const { result, unmount } = watch()
    await waitFor(() => expect(result.current.status).toBe('live'))
    unmount()
    expect(Streams.opened[0]?.readyState).toBe(Streams.CLOSED)
  })
})
