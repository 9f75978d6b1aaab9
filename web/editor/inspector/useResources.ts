import { useMemo } from 'react'
import { useApi } from '../../app/useApi.ts'

export type Resources = { hosts: readonly { name: string; baseUrl: string }[]; secrets: readonly string[] }

/** The hosts and secrets of the workspace, by name. Empty while they load: nothing waits for them. */
export function useResources(): Resources {
  const hosts = useApi('listHosts', {}, { staleTime: 30_000 })
  const secrets = useApi('listSecrets', {}, { staleTime: 30_000 })
  return useMemo(
    () => ({
      hosts: hosts.data?.hosts ?? [],
      secrets: (secrets.data?.secrets ?? []).map((secret) => secret.name),
    }),
    [hosts.data, secrets.data],
  )
}
