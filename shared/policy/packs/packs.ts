import { changeControlPack } from './changeControl.ts'
import { costPack } from './cost.ts'
import { euAiActPack } from './euAiAct.ts'
import { gdprPack } from './gdpr.ts'
import type { PackVersion, PolicyPack } from './pack.ts'
import { privacyPack } from './privacy.ts'
import { safetyPack } from './safety.ts'
import { soc2Pack } from './soc2.ts'

/** The packs that a workspace can turn on, in the order in which they are offered. */
export const policyPacks: readonly PolicyPack[] = [
  costPack,
  privacyPack,
  safetyPack,
  changeControlPack,
  soc2Pack,
  gdprPack,
  euAiActPack,
]

export function packOf(id: string, packs: readonly PolicyPack[] = policyPacks): PolicyPack | undefined {
  return packs.find((pack) => pack.id === id)
}

/** The version that whoever turns the pack on gets. */
export function newestOf({ versions }: PolicyPack): PackVersion {
  const [first, ...later] = versions
  return later.at(-1) ?? first
}
