import { assertNever } from '../../assertNever.ts'
import type { TriggerAuth } from '../../graph/nodes/trigger.ts'
import { type CallToMake, stripeHeader } from './callToMake.ts'

type Proof = { before: string[]; headers: string[] }

/** A JavaScript module for Node, Deno, Bun or a Worker: `fetch` and Web Crypto, no package. */
export function fetchSnippet({ url, auth, input }: CallToMake): string {
  const { before, headers } = proofOf(auth)
  const all = ["'content-type': 'application/json'", "prefer: 'wait=10'", ...headers]
  return [
    `const body = JSON.stringify(${JSON.stringify(input, null, 2)})`,
    ...(auth.scheme === 'none' ? [] : ['const secret = process.env.HOOK_SECRET']),
    ...before,
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    '  headers: {',
    ...all.map((header) => `    ${header},`),
    '  },',
    '  body,',
    '})',
    'console.log(response.status, await response.json())',
  ].join('\n')
}

const signing = (key: string) => [
  `const key = await crypto.subtle.importKey('raw', ${key}, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])`,
  "const sign = async (text) => new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))",
]
const plainKey = 'new TextEncoder().encode(secret)'
const hex = "const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')"
const seconds = 'const time = Math.floor(Date.now() / 1000)'

function proofOf(auth: TriggerAuth): Proof {
  switch (auth.scheme) {
    case 'none':
      return { before: [], headers: [] }
    case 'bearer':
      return { before: [], headers: ['authorization: `Bearer ${secret}`'] }
    case 'github':
      return {
        before: [...signing(plainKey), hex],
        headers: ["'x-hub-signature-256': `sha256=${hex(await sign(body))}`"],
      }
    case 'stripe':
      return {
        before: [...signing(plainKey), hex, seconds],
        headers: [`'${stripeHeader(auth)}': \`t=\${time},v1=\${hex(await sign(\`\${time}.\${body}\`))}\``],
      }
    case 'standard-webhooks':
      return {
        before: [
          ...signing("Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (c) => c.charCodeAt(0))"),
          'const base64 = (bytes) => btoa(String.fromCharCode(...bytes))',
          seconds,
          'const id = `msg_${crypto.randomUUID()}`',
        ],
        headers: [
          "'webhook-id': id",
          "'webhook-timestamp': String(time)",
          "'webhook-signature': `v1,${base64(await sign(`${id}.${time}.${body}`))}`",
        ],
      }
    default:
      return assertNever(auth)
  }
}
