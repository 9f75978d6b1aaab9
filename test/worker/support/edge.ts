import { env as bindings, exports } from 'cloudflare:workers'
import { expect } from 'vitest'
import { EventPage, RunDetail } from '../../../shared/api/runs.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { defaultWorkspace } from '../../../shared/graph/ids.ts'
import type { Bindings } from '../../../worker/env.ts'
import { inWorkspace } from '../../../worker/objects/inWorkspace.ts'
import { requireDocumented } from './documented.ts'

export const env = inWorkspace(bindings as unknown as Bindings, defaultWorkspace)
export const origin = 'http://pavane.test'
export const adminToken = 'test-admin-token'

type Init = Omit<RequestInit, 'body' | 'headers'> & {
  headers?: Record<string, string>
  json?: unknown
  body?: BodyInit
}

/** Sends a request to the Worker as nobody. */
export async function call(path: string, { json, headers = {}, ...init }: Init = {}): Promise<Response> {
  const fetcher = (exports as unknown as { default: Fetcher }).default
  const body = json === undefined ? {} : { body: JSON.stringify(json) }
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  const request = new Request(`${origin}${path}`, {
    redirect: 'manual',
    ...init,
    ...body,
    headers: { ...type, ...headers },
  })
  const response = await fetcher.fetch(request)
  await requireDocumented(request, response)
  return response
}

/** Sends a request to the Worker as the administrator. */
export const asAdmin = (path: string, init: Init = {}) =>
  call(path, { ...init, headers: { authorization: `Bearer ${adminToken}`, ...init.headers } })

/** Calls a hook with JSON. */
export const hook = (loop: string, json: unknown, headers: Record<string, string> = {}) =>
  call(`/hooks/${loop}`, { method: 'POST', json, headers })

/** The JSON of an answer that must have this status. */
export async function jsonOf(response: Response, status = 200): Promise<unknown> {
  const text = await response.text()
  expect({ status: response.status, text }).toMatchObject({ status })
  return JSON.parse(text)
}

/** The run that an answer holds. */
export const runOf = async (response: Response, status = 202) =>
  RunDetail.parse(await jsonOf(response, status))

/** Polls a run until it ends: what happens outside of a test's own request has no event to await. */
export async function ended(run: string): Promise<RunDetail> {
  for (;;) {
    const detail = RunDetail.parse(await jsonOf(await asAdmin(`/api/runs/${run}`)))
    if (detail.status === 'ended') return detail
    await scheduler.wait(5)
  }
}

/** A run's log. */
export async function eventsOf(run: string): Promise<RunEvent[]> {
  return EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`))).events
}
