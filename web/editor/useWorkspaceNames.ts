import { useEffect } from 'react'
import { useApi } from '../app/useApi.ts'
import { useEditorStore } from './store/EditorContext.ts'

/** Tells the editor which hosts, secrets, loops and policies the workspace has, as soon as it is known. */
export function useWorkspaceNames(): void {
  const store = useEditorStore()
  const hosts = useApi('listHosts', {}, { staleTime: 30_000 }).data
  const secrets = useApi('listSecrets', {}, { staleTime: 30_000 }).data
  const loops = useApi('listLoops', {}, { staleTime: 30_000 }).data
  const policies = useApi('getPolicies', {}, { staleTime: 30_000 }).data
  const people = useApi('countPeople', {}, { staleTime: 30_000 }).data
  useEffect(() => {
    if (!policies) return
    const { version, digest, policies: set } = policies
    store.getState().setPolicySet({ version, digest, policies: set })
  }, [store, policies])
  useEffect(() => {
    store.getState().setWorkspace({
      ...(hosts ? { hosts: hosts.hosts.map((host) => host.name) } : {}),
      ...(secrets ? { secrets: secrets.secrets.map((secret) => secret.name) } : {}),
      ...(loops ? { loops: loops.loops.map((loop) => loop.name) } : {}),
      ...(people ? { people: people.people } : {}),
    })
  }, [store, hosts, secrets, loops, people])
}
