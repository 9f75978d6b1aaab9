import { useQueryClient } from '@tanstack/react-query'
import { CircleUser, LogOut, MonitorSmartphone } from 'lucide-react'
import { useNavigate } from 'react-router'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { sessionKey, useSession } from './session.ts'
import { useChange } from './useApi.ts'

/** Who is signed in, with what role, and the way out. */
export function AccountMenu() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
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
        {
          label: 'Your sessions',
          icon: <MonitorSmartphone aria-hidden />,
          onSelect: () => void navigate('/settings/sessions'),
        },
        { label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => signOut.mutate({}) },
      ]}
    />
  )
}
