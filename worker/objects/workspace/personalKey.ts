import { randomBytes } from 'node:crypto'
import { type Envelope, rewrapDataKey, sealUnder } from '../../security/envelope.ts'
import { type KeyEnv, keyringOf } from '../../security/keyring.ts'
import { joinContext } from '../shard/PersonalVault.ts'

/**
 * The key with which tokens are made that are to be joined in the workspace, as it is stored: made where there is none, and brought under
 * the environment's current key. What is stored stays where the environment has no key that opens it.
 */
export async function personalKeyOf(env: KeyEnv, stored: Envelope | null): Promise<Envelope | null> {
  const keyring = await keyringOf(env)
  if (!keyring) return stored
  if (!stored) return sealUnder(keyring, joinContext, Buffer.from(randomBytes(32)).toString('base64'))
  const key = await rewrapDataKey(keyring, joinContext, stored.key)
  return key === null || key === stored.key ? stored : { ...stored, key }
}
