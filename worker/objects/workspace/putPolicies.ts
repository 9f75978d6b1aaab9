import type { PutPolicies, WorkspacePolicies } from '../../../shared/api/policies.ts'
import { packChanges } from '../../../shared/policy/packs/packChanges.ts'
import { type Answer, answer } from '../../http/problem.ts'
import { digestOfRules, effectiveOf, type PolicySets } from './PolicySets.ts'
import type { SettingsPush } from './SettingsPush.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

export type PolicyParts = { store: WorkspaceStore; policies: PolicySets; push: SettingsPush }

/** Saves a version of the workspace's policies, notes it, and tells the shards. `revision`: the version that was edited; `hands`: through whose it went, where it took two. */
export async function putPolicies(
  { store, policies: sets, push }: PolicyParts,
  request: PutPolicies,
  revision: number,
  by: string,
  hands = '',
): Promise<Answer<WorkspacePolicies>> {
  const refusal = sets.refusal(request, revision)
  if (refusal) return refusal
  const { note = '' } = request
  const choice = sets.choiceOf(request)
  const policies = effectiveOf(choice)
  const words = [note, hands].filter((each) => each !== '').map((each) => `, ${each}`)
  const detail = `version ${revision + 1}: ${policies.length} policies${words.join('')}`
  const before = sets.detail()
  const told = {
    detail,
    reason: note,
    from: { number: before.version, digest: before.digest },
    to: { number: revision + 1, digest: digestOfRules(policies) },
  }
  const save = () => {
    for (const { what, pack, detail: words } of packChanges(before.packs, choice.packs))
      store.changes.append(by, what, pack, { detail: words, reason: note })
    sets.put(choice, by, note)
  }
  store.change(by, 'policies.set', 'workspace', save, told)
  await push.send()
  return answer(sets.detail())
}
