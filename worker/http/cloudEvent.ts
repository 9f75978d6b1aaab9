import { z } from 'zod'
import { apiLimits } from '../../shared/api/limits.ts'
import { CloudEventAttributes } from '../../shared/engine/cloudEvent.ts'
import { faultWords } from '../../shared/graph/faultWords.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { parseJson } from './parseJson.ts'
import { type Answer, answer, refuse } from './problem.ts'

/** What a caller sent: the input of a run, and the attributes of the event that it came in, if it came in one. */
export type Message = { input: Json; event: CloudEventAttributes | null }

const text = z.string().min(1).max(1000)
const mostAttributes = apiLimits.eventAttributes

/** What every event says of itself, and the form of what it may say (CloudEvents 1.0.2, sections 3.1.1 and 3.1.2). */
const Required = z.looseObject({
  specversion: z.literal('1.0'),
  id: text,
  source: text,
  type: text,
  subject: text.optional(),
  time: z.iso.datetime({ offset: true }).optional(),
})

type Headers = ReadonlyMap<string, string>

/** A request that is an event in binary mode: its attributes are headers, and it may have no body. */
export const isBinaryEvent = (headers: Headers) => headers.has('ce-specversion')

const isStructuredEvent = (headers: Headers) =>
  /^application\/cloudevents\+json\s*(;|$)/i.test(headers.get('content-type') ?? '')

const isBatch = (headers: Headers) =>
  /^application\/cloudevents-batch\+/i.test(headers.get('content-type') ?? '')

/**
 * Reads a body as plain JSON, or as a CloudEvent 1.0.2 in structured or binary mode (HTTP protocol binding, sections 3.1 and 3.2): its data
 * is then the input.
 */
export function readMessage(headers: Headers, body: Uint8Array): Answer<Message> {
  if (isBatch(headers))
    return refuse(
      'unsupported-media-type',
      'Send each CloudEvent in a request of its own: batches are not taken.',
    )
  if (isStructuredEvent(headers)) return structured(body)
  if (isBinaryEvent(headers)) return binary(headers, body)
  const input = parseJson(body)
  return input.ok ? answer({ input: input.value, event: null }) : input
}

function structured(body: Uint8Array): Answer<Message> {
  const parsed = parseJson(body)
  if (!parsed.ok) return parsed
  const envelope = parsed.value
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope))
    return refuse('invalid-request', 'A CloudEvent in structured mode is a JSON object.')
  const { data = null, ...attributes } = envelope
  if (Object.hasOwn(attributes, 'data_base64'))
    return refuse('invalid-request', 'Send the event’s data as JSON in `data`: binary data is not taken.', {
      errors: [{ pointer: '/data_base64', message: 'Use `data`' }],
    })
  return eventOf(attributes, data, '/')
}

function binary(headers: Headers, body: Uint8Array): Answer<Message> {
  const attributes: JsonObject = {}
  for (const [name, value] of headers)
    if (name.startsWith('ce-')) attributes[name.slice(3)] = percentDecoded(value)
  if (body.length === 0) return eventOf(attributes, null, 'ce-')
  const data = parseJson(body)
  return data.ok ? eventOf(attributes, data.value, 'ce-') : data
}

/** `prefix` is how the sender wrote an attribute’s name. */
function eventOf(attributes: JsonObject, data: Json, prefix: '/' | 'ce-'): Answer<Message> {
  const event = CloudEventAttributes.safeParse(attributes)
  const issues = [Required.safeParse(attributes), event].flatMap(({ error }) => error?.issues ?? [])
  if (Object.keys(attributes).length > mostAttributes)
    return refuse('invalid-request', `A CloudEvent may have ${mostAttributes} attributes at most.`)
  if (event.success && issues.length === 0) return answer({ input: data, event: event.data })
  const errors = issues.map((issue) => {
    const message = faultWords(issue, attributes)
    if (prefix === '/') return { pointer: pointerOf(issue), message }
    const header = `ce-${issue.path.join('')}`
    return { pointer: '', header, message: `${header}: ${message}` }
  })
  return refuse('invalid-request', `This is no CloudEvent 1.0: ${errors[0]?.message ?? ''}.`, { errors })
}

const pointerOf = ({ path }: z.core.$ZodIssue) => path.map((part) => `/${String(part)}`).join('')

/** Header values are percent-encoded where they are not printable ASCII (section 3.1.3.2); what is no encoding stays as it is. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return value
  }
}
