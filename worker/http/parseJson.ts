import { apiLimits } from '../../shared/api/limits.ts'
import type { Json } from '../../shared/json.ts'
import { jsonFaultAt } from './jsonFault.ts'
import { type Answer, answer, refuse } from './problem.ts'

const quote = 0x22
const backslash = 0x5c
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** How deeply brackets nest in JSON text, strings left out. It walks; it never recurses. */
export function depthOf(bytes: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number
    if (inString) {
      if (byte === backslash) index += 1
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (isOpening(byte)) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (isClosing(byte)) depth -= 1
  }
  return deepest
}

/** Parses a body. A refusal says where the fault is and repeats nothing of what was sent. */
export function parseJson(bytes: Uint8Array): Answer<Json> {
  if (depthOf(bytes) > apiLimits.jsonDepth)
    return refuse('nesting-too-deep', `A document may nest ${apiLimits.jsonDepth} levels deep at most.`)
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return refuse('malformed-json', 'The body is not UTF-8 text.')
  }
  try {
    return answer(JSON.parse(text) as Json)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return faultIn(text)
  }
}

function faultIn(text: string): ReturnType<typeof refuse> {
  const offset = jsonFaultAt(text)
  const before = text.slice(0, offset).split('\n')
  const line = before.length
  const column = (before.at(-1)?.length ?? 0) + 1
  const what = offset >= text.length ? 'The text ends too early' : 'The text stops being JSON'
  const detail = `${what} at line ${line}, column ${column}.`
  return refuse('malformed-json', detail, {
    errors: [{ pointer: '', message: detail, line, column, offset }],
  })
}
