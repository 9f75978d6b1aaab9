import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { RunEvent } from '../../shared/engine/event.ts'
import { addressOf, callApi } from '../app/api.ts'
import { ApiError } from '../app/apiError.ts'
import { reportReachable } from '../app/connection.ts'
import { worthRetrying } from '../app/useApi.ts'
import type { Playback } from './playback.ts'

const pageSize = 2_000
const retryMs = 2_000

export type RunLog = {
  /** `loading` until what was there is read; `live` while more may come; `complete` once the run has ended. */
  status: 'loading' | 'live' | 'complete' | 'failed'
  error: ApiError | null
}

/** Reads everything that is in the log after what the playback holds. */
export async function readRest(run: string, playback: Playback, signal: AbortSignal): Promise<void> {
  for (;;) {
    const after = playback.getState().events.length
    const page = await callApi('getEvents', { params: { run }, query: { after, limit: pageSize } }, signal)
    playback.getState().append(page.events)
    if (page.next === null || page.events.length === 0) return
  }
}

function hasEnded(playback: Playback): boolean {
  return playback.getState().events.some((event) => event.type === 'run.ended')
}

/** Streams what is new until the run ends or the signal aborts; resolves when the stream can't go on by itself. */
function stream(run: string, playback: Playback, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const after = playback.getState().events.length
    const source = new EventSource(addressOf('/api/runs/:run/events', { params: { run }, query: { after } }))
    const finish = () => {
      source.close()
      resolve()
    }
    signal.addEventListener('abort', finish, { once: true })
    source.addEventListener('open', () => reportReachable(true))
    source.addEventListener('error', () => {
      // The browser reconnects by itself, with the id of the last event, unless the server refused.
      if (source.readyState === EventSource.CLOSED) finish()
    })
    source.addEventListener('end', finish)
    source.addEventListener('message', (message: MessageEvent<string>) => {
      const event = RunEvent.safeParse(parseJson(message.data))
      // A gap or an event that this page can't read: the log is read again from where it still fits.
      if (!event.success || !playback.getState().append([event.data])) finish()
      else if (event.data.type === 'run.ended') finish()
    })
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** Fills the playback with a run's log and, while the run goes on, with what happens. */
export function useRunLog(run: string, playback: Playback): RunLog {
  const [log, setLog] = useState<RunLog>({ status: 'loading', error: null })
  const client = useQueryClient()
  useEffect(() => {
    const aborter = new AbortController()
    const { signal } = aborter
    /** Waits out what passes by itself; anything else ends the watch. */
    const read = async () => {
      for (let failures = 0; ; failures += 1) {
        try {
          return await readRest(run, playback, signal)
        } catch (cause) {
          if (signal.aborted || !worthRetrying(failures, cause)) throw cause
          await pause(retryMs, signal)
        }
      }
    }
    const watch = async () => {
      for (;;) {
        await read()
        if (hasEnded(playback)) return setLog({ status: 'complete', error: null })
        setLog({ status: 'live', error: null })
        await stream(run, playback, signal)
        await client.invalidateQueries({ queryKey: ['getRun'] })
        if (signal.aborted) return
        if (!hasEnded(playback)) await pause(retryMs, signal)
      }
    }
    watch().catch((cause: unknown) => {
      if (signal.aborted) return
      const error = cause instanceof ApiError ? cause : new ApiError('unreadable-answer', String(cause), 0)
      setLog({ status: 'failed', error })
    })
    return () => aborter.abort()
  }, [run, playback, client])
  return log
}
