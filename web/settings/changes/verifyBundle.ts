import { ChangesBundle, ChangesHead } from '../../../shared/api/changes.ts'
import type { ChainVerdict } from '../../../shared/audit/verifyChain.ts'
import { stillHolds, verifyChanges } from '../../../shared/audit/verifyChanges.ts'

/** `untold`: this browser can't check such signatures. */
export type SignatureVerdict = 'valid' | 'invalid' | 'unsigned' | 'untold'

/** What was recomputed from an exported log, and what came out. */
export type ChangesVerification = {
  head: ChangesHead
  chain: ChainVerdict
  /** Whether the head names the last entry that is there. */
  headMatches: boolean
  signature: SignatureVerdict
  /** The public key that the signature verifies with, in base64url; null where nobody signed. */
  key: string | null
  /** The head that was verified here before; null when none was. */
  seenBefore: SeenHead | null
  /** Whether the log still holds what that head was once; true when there is none. */
  holdsSeen: boolean
}

export type SeenHead = { seq: number; hash: string; at: number }

/** Verifies an exported change log from its JSON alone. Rejects what is no such export, with words for a person. */
export async function verifyBundle(
  bundle: unknown,
  seenBefore: SeenHead | null,
): Promise<ChangesVerification> {
  const parsed = ChangesBundle.safeParse(bundle)
  if (!parsed.success) throw new Error('This is no exported change log, or one whose shape was changed.')
  const { head, changes, jws, publicKey } = parsed.data
  const chain = verifyChanges(changes)
  const last = changes.at(-1)
  return {
    head,
    chain,
    headMatches: head.seq === changes.length && (last === undefined || head.hash === last.hash),
    key: publicKey?.x ?? null,
    signature: await signatureOf(head, jws, publicKey),
    seenBefore,
    holdsSeen: seenBefore === null || stillHolds(changes, seenBefore),
  }
}

async function signatureOf(
  head: ChangesHead,
  jws: string | null,
  publicKey: Record<string, string> | null,
): Promise<SignatureVerdict> {
  if (jws === null || publicKey === null) return 'unsigned'
  const [header = '', payload = '', signature = ''] = jws.split('.')
  try {
    const key = await crypto.subtle.importKey('jwk', publicKey, 'Ed25519', false, ['verify'])
    const signed = new TextEncoder().encode(`${header}.${payload}`)
    if (!(await crypto.subtle.verify('Ed25519', key, bytesOf(signature), signed))) return 'invalid'
    return saysTheSame(head, payload) ? 'valid' : 'invalid'
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return 'untold'
    return 'invalid'
  }
}

function saysTheSame(head: ChangesHead, payload: string): boolean {
  const signed = ChangesHead.safeParse(JSON.parse(new TextDecoder().decode(bytesOf(payload))))
  return (
    signed.success &&
    Object.entries(signed.data).every(([name, value]) => value === head[name as keyof ChangesHead])
  )
}

const bytesOf = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
