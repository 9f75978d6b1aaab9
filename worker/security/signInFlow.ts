import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import { z } from 'zod'
import { sha256Hex } from './digests.ts'

/** What has to be remembered while somebody is away at their provider. */
const SignInFlow = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where to go on afterwards. */
  next: z.string(),
})
export type SignInFlow = z.infer<typeof SignInFlow>

/** Seconds that signing in at a provider may take. */
export const flowSeconds = 600

const keyOf = (master: string) =>
  Uint8Array.from(sha256Hex(`pavane sign-in flow/1\n${master}`).match(/../g) ?? [], (byte) =>
    Number.parseInt(byte, 16),
  )

/** The flow, sealed for a cookie: nothing is stored for somebody who is nobody yet, and nobody can make one up or read it. */
export const sealFlow = (flow: SignInFlow, master: string): Promise<string> =>
  new EncryptJWT({ ...flow })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(`${flowSeconds}s`)
    .encrypt(keyOf(master))

/** Null for what was not sealed here, or too long ago. */
export async function openFlow(sealed: string, master: string): Promise<SignInFlow | null> {
  try {
    const { payload } = await jwtDecrypt(sealed, keyOf(master), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return SignInFlow.parse(payload)
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}
