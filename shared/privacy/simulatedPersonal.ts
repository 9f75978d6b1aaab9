import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Program } from '../compile/program.ts'
import type { PersonalValues } from './PersonalValues.ts'
import { isPersonal, personalOf } from './personalOf.ts'

/** The personal values of a simulated run, null where it has none: the same seed gives the same tokens, since nothing of it is anybody's. */
export function simulatedPersonal(program: Program, seed: number): PersonalValues | null {
  if (!isPersonal(program)) return null
  return personalOf(program, sha256(utf8ToBytes(`pavane.simulated/${seed}`)))
}
