import type { Json, JsonObject } from '../../../shared/json.ts'

/** What an app of the sandbox remembers. */
export type Memory = {
  get<T extends Json>(name: string): T | undefined
  set(name: string, value: Json): void
  /** A number that the app never gave before. */
  next(): number
}

export type AppRequest = {
  method: string
  path: string
  query: Record<string, string>
  body: Json
  memory: Memory
}

/** An app's answer; `effect` says whether it changed something. */
export type AppAnswer = { status: number; body: Json; effect: boolean }

/** One address of an app. Its parts in braces are handed over, decoded. */
export type AppRoute = {
  method: string
  path: string
  handle(request: AppRequest, parts: Record<string, string>): AppAnswer
}

export const changed = (status: number, body: Json): AppAnswer => ({ status, body, effect: true })
export const read = (body: Json): AppAnswer => ({ status: 200, body, effect: false })
export const refused = (status: number, message: string): AppAnswer => ({
  status,
  body: { message },
  effect: false,
})

/** The members of a body that should be an object. */
export const membersOf = (body: Json): JsonObject =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}

/** The strings of a list; null when it is not a list of strings. */
export function stringsOf(value: Json | undefined): string[] | null {
  return Array.isArray(value) && value.every((member) => typeof member === 'string') ? value : null
}

/** Answers a request by the routes of an app. */
export function answerBy(routes: readonly AppRoute[], request: AppRequest): AppAnswer {
  let isKnown = false
  for (const route of routes) {
    const parts = match(route.path, request.path)
    if (!parts) continue
    isKnown = true
    if (route.method === request.method) return route.handle(request, parts)
  }
  return isKnown ? refused(405, 'Method not allowed') : refused(404, 'Not Found')
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const parts: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined ? part !== value : value === '') return null
    if (name !== undefined) parts[name] = decodeURIComponent(value)
  }
  return parts
}
