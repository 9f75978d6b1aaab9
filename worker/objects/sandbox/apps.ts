import type { Json } from '../../../shared/json.ts'
import { type AppAnswer, type AppRequest, answerBy } from './app.ts'
import { ops } from './ops.ts'
import { payments } from './payments.ts'
import { tracker } from './tracker.ts'

type App = (request: AppRequest & { headers: Record<string, string> }) => AppAnswer

/** Answers anything with what it got. */
const echo: App = ({ method, path, query, headers, body }) => ({
  status: 200,
  body: { method, path, query, headers, body } satisfies Json,
  effect: method !== 'GET' && method !== 'HEAD',
})

/** The sandbox's apps by name. */
export const apps: ReadonlyMap<string, App> = new Map<string, App>([
  ['echo', echo],
  ['ops', (request) => answerBy(ops, request)],
  ['payments', (request) => answerBy(payments, request)],
  ['tracker', (request) => answerBy(tracker, request)],
])
