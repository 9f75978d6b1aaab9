import { useEffect } from 'react'
import type { SecretInfo } from '../../shared/api/workspace.ts'
import { ruleOf } from '../../shared/graph/writtenPolicy.ts'
import { useApi } from '../app/useApi.ts'
import { useEditor, useEditorStore } from './store/EditorContext.ts'

/** Tells the editor which hosts, secrets, loops and policies the workspace has, as soon as it is known. */
export function useWorkspaceNames(): void {
  const store = useEditorStore()
  const loop = useEditor((state) => state.graph.name)
  const hosts = useApi('listHosts', {}, { staleTime: 30_000 }).data
  const secrets = useApi('listSecrets', {}, { staleTime: 30_000 }).data
  const loops = useApi('listLoops', {}, { staleTime: 30_000 }).data
  const policies = useApi('getPolicies', {}, { staleTime: 30_000 }).data
  const people = useApi('countPeople', {}, { staleTime: 30_000 }).data
  useEffect(() => {
    if (!policies) return
    const { version, digest, policies: set } = policies
    store.getState().setPolicySet({ version, digest, policies: set.map(ruleOf) })
  }, [store, policies])
  useEffect(() => {
    store.getState().setWorkspace({
      ...(hosts ? { hosts: hosts.hosts.map((host) => host.name) } : {}),
      ...(secrets ? secretNames(secrets.secrets, loop) : {}),
      ...(loops ? { loops: loops.loops.map((loop) => loop.name) } : {}),
      ...(people ? { people: people.people } : {}),
    })
  }, [store, hosts, secrets, loops, people, loop])
}

/** The secrets that a loop may use, and where those may go that may not go anywhere. */
function secretNames(secrets: readonly SecretInfo[], loop: string) {
  const usable = secrets.filter(({ loops }) => loops?.includes(loop) ?? true)
  return {
    secrets: usable.map(({ name }) => name),
    secretHosts: Object.fromEntries(
      usable.flatMap(({ name, hosts }) => (hosts === null ? [] : [[name, hosts] as const])),
    ),
  }
}
