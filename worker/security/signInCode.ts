import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { equalInConstantTime, hmac } from './digests.ts'

const Claim = z.strictObject({ nonce: z.string().min(16).max(100), exp: z.int() })

/** What a sign-in code claims, once its signature and its time are checked. Whether it was used is the caller's to check. */
export type SignInClaim = z.infer<typeof Claim>

/** Reads the code of a sign-in link: `base64url(claim).base64url(hmac)`. Null for anything but a valid, unexpired one. */
export function readSignInCode(code: string, token: string, now: number): SignInClaim | null {
  const [body = '', signature = '', ...rest] = code.split('.')
  if (rest.length > 0) return null
  if (!equalInConstantTime(signature, hmac(token, body, 'base64url'))) return null
  const claim = Claim.safeParse(parseOrNull(new TextDecoder().decode(Buffer.from(body, 'base64url'))))
  return claim.success && claim.data.exp > now ? claim.data : null
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
