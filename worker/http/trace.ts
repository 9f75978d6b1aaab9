import type { Trace } from '../env.ts'

/** Random digits: those of a UUID, which the runtime makes fastest. */
const hex = (bytes: 8 | 16) =>
  crypto
    .randomUUID()
    .replaceAll('-', '')
    .slice(-2 * bytes)

/** Goes on with the caller's trace (W3C Trace Context), or begins one. */
export function readTrace(traceparent: string | null): Trace {
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/.exec(traceparent ?? '')?.[1]
  const isValid = id !== undefined && !/^0+$/.test(id) && !traceparent?.startsWith('ff')
  return { id: isValid ? id : hex(16), span: hex(8) }
}

/** The header that hands a trace on. */
export const traceparent = ({ id, span }: Trace) => `00-${id}-${span}-01`

/** A part of a trace, with a span of its own. */
export const childTrace = (id: string): Trace => ({ id, span: hex(8) })

/** The header for a call within a trace, with a span of its own. */
export const childTraceparent = (id: string) => traceparent({ id, span: hex(8) })
