import { useQueryClient } from '@tanstack/react-query'
import { CircleUser, LogOut } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { sessionKey, useSession } from './session.ts'
import { useChange } from './useApi.ts'

/** Who is signed in, with what role, and the way out. */
export function AccountMenu() {
  const session = useSession()
  const client = useQueryClient()
  const signOut = useChange('deleteSession', {
    onDone: () => client.setQueryData(sessionKey, null),
  })
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Account: ${session.name}, ${session.role}`} icon={<CircleUser aria-hidden />} />
      }
      items={[
        {
          label: session.name,
          hint: `Signed in as ${session.role}`,
          disabled: true,
          onSelect: () => undefined,
        },
        'separator',
        { label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => signOut.mutate({}) },
      ]}
    />
  )
}
