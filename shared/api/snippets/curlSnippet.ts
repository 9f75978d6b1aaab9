import { assertNever } from '../../assertNever.ts'
import type { TriggerAuth } from '../../graph/nodes/trigger.ts'
import { type CallToMake, stripeHeader } from './callToMake.ts'

type Proof = { before: string[]; headers: string[] }

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** For any POSIX shell with curl and, where there is something to sign, openssl. */
export function curlSnippet({ url, auth, input }: CallToMake): string {
  const { before, headers } = proofOf(auth)
  const lines = [
    `curl -X POST ${quoted(url)}`,
    ...['content-type: application/json', 'prefer: wait=10'].map((header) => `  -H '${header}'`),
    ...headers.map((header) => `  -H "${header}"`),
    '  --data-binary "$body"',
  ]
  return [`body=${quoted(JSON.stringify(input))}`, ...before, lines.join(' \\\n')].join('\n')
}

const hexHmac = (text: string) =>
  `$(printf %s "${text}" | openssl dgst -sha256 -hmac "$HOOK_SECRET" -r | cut -d' ' -f1)`

function proofOf(auth: TriggerAuth): Proof {
  switch (auth.scheme) {
    case 'none':
      return { before: [], headers: [] }
    case 'bearer':
      return { before: [], headers: ['authorization: Bearer $HOOK_SECRET'] }
    case 'github':
      return {
        before: [`signature=${hexHmac('$body')}`],
        headers: ['x-hub-signature-256: sha256=$signature'],
      }
    case 'stripe':
      return {
        before: ['time=$(date +%s)', `signature=${hexHmac('$time.$body')}`],
        headers: [`${stripeHeader(auth)}: t=$time,v1=$signature`],
      }
    case 'standard-webhooks':
      return {
        before: [
          'id=msg_$(openssl rand -hex 12)',
          'time=$(date +%s)',
          'key=$(printf %s "${HOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d " \\n")',
          'signature=$(printf %s "$id.$time.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)',
        ],
        headers: ['webhook-id: $id', 'webhook-timestamp: $time', 'webhook-signature: v1,$signature'],
      }
    default:
      return assertNever(auth)
  }
}
