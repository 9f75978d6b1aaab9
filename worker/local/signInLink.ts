import { createHmac, randomBytes } from 'node:crypto'

const lifetime = 24 * 60 * 60 * 1000

/**
 * A link that signs one browser in, once, within a day. The code after `#` never reaches a log: the page sends it to
 * `/api/session`, which checks the signature and remembers the nonce as used.
 */
export function signInLink(origin: string, token: string, now: number): string {
  const claim = { nonce: randomBytes(16).toString('base64url'), exp: now + lifetime }
  const body = Buffer.from(JSON.stringify(claim)).toString('base64url')
  const signature = createHmac('sha256', token).update(body).digest('base64url')
  return `${origin}/sign-in#code=${body}.${signature}`
}
