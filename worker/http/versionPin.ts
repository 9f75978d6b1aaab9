import { Digest } from '../../shared/audit/digestFormat.ts'
import { ProblemException } from './problem.ts'

/** Which version a caller asks for: one by its digest, or whichever a channel leads to. Null leaves it to the rollout. */
export type VersionPin = { channel: 'stable' | 'canary' } | { version: Digest } | null

/** Reads the header `Pavane-Version` or, for senders that can set no header, the query’s `version`. */
export function readVersionPin(header: string | null, query: string | null): VersionPin {
  const [asked, other] = [header, query].filter((text) => text !== null).map((text) => text.trim())
  if (asked === undefined) return null
  if (other !== undefined && other !== asked)
    throw new ProblemException(
      'invalid-request',
      'The header Pavane-Version and the query’s version ask for different versions. Send one of them.',
    )
  if (asked === 'stable' || asked === 'canary') return { channel: asked }
  const version = Digest.safeParse(asked)
  if (version.success) return { version: version.data }
  throw new ProblemException(
    'invalid-request',
    'A version is a digest (sha256: and 64 hexadecimal digits), stable or canary.',
    {
      errors: [
        {
          pointer: '',
          ...(header === null ? { parameter: 'version' } : { header: 'Pavane-Version' }),
          message: 'Take the digest from the list of versions',
        },
      ],
    },
  )
}

/** The pin as it was asked for, which a repeated call has to repeat. */
export function pinText(pin: VersionPin): string {
  if (pin === null) return ''
  return 'channel' in pin ? pin.channel : pin.version
}
