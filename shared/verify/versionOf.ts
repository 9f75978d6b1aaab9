import { type Digest, digest } from '../audit/digest.ts'
import type { Check } from '../graph/nodes/check.ts'
import type { VerifierGate } from '../graph/nodes/verifier.ts'

const known = new WeakMap<Check | VerifierGate, Digest>()

/** The version of a check that needs no other: the digest of its own configuration. */
export function versionOf(check: Check | VerifierGate): Digest {
  let version = known.get(check)
  if (version === undefined) {
    // Options that were left out may stand there as undefined, which is no JSON.
    version = digest(JSON.parse(JSON.stringify(check)))
    known.set(check, version)
  }
  return version
}
