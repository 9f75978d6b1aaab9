import { inject } from 'vitest'
import { asAdmin } from './edge.ts'
import type { TargetAnswer, TargetRequest } from './targetServer.ts'

/** A host of the workspace at which a real HTTP server answers. */
export type Target = {
  /** The host's name. */
  host: string
  /** Says how the coming requests are answered, and all after them. */
  answers(next: TargetAnswer[], last?: TargetAnswer): Promise<void>
  /** Answers what was held so far. */
  letGo(): Promise<void>
  /** What it got, once there are so many requests, or so many whose caller hung up. */
  requests(until?: { count?: number; abandoned?: number }): Promise<TargetRequest[]>
}

export const answersWith = (
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): TargetAnswer => ({ type: 'answer', status, body, headers })

/** A new host with a server behind it. */
export async function aTarget(): Promise<Target> {
  const name = `t${crypto.randomUUID().replaceAll('-', '')}`
  const origin = inject('targetOrigin')
  const control = `${origin}/control/${name}`
  const put = await asAdmin(`/api/hosts/${name}`, { method: 'PUT', json: { baseUrl: `${origin}/t/${name}` } })
  if (!put.ok) throw new Error(`The host was not set: ${put.status}`)
  return {
    host: name,
    async answers(next, last = answersWith(200)) {
      await fetch(control, { method: 'PUT', body: JSON.stringify({ answers: next, last }) })
    },
    async letGo() {
      await fetch(control, { method: 'DELETE' })
    },
    async requests({ count = 0, abandoned = 0 } = {}) {
      const response = await fetch(`${control}?count=${count}&abandoned=${abandoned}`)
      return response.json<TargetRequest[]>()
    },
  }
}
