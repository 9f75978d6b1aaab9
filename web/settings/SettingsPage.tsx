import { useNavigate, useParams } from 'react-router'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { Page } from '../app/Page.tsx'
import { useCan } from '../app/session.ts'
import { CallbacksPanel } from '../callbacks/CallbacksPanel.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { ChangesPanel } from './changes/ChangesPanel.tsx'
import { HostsPanel } from './HostsPanel.tsx'
import { MembersPanel } from './members/MembersPanel.tsx'
import { PoliciesPanel } from './policies/PoliciesPanel.tsx'
import { PrivacyPanel } from './privacy/PrivacyPanel.tsx'
import { PublishingPanel } from './publishing/PublishingPanel.tsx'
import { SecretsPanel } from './SecretsPanel.tsx'
import { SessionsPanel } from './SessionsPanel.tsx'
import { TokensPanel } from './tokens/TokensPanel.tsx'

/** Hosts, secrets, members, tokens, sessions, policies, change control, and who changed what. The section is part of the address. */
export function SettingsPage() {
  const { section = 'hosts' } = useParams()
  const navigate = useNavigate()
  const admin = useCan('administer')
  const sections = [
    { value: 'hosts', label: 'Hosts', content: <HostsPanel /> },
    { value: 'secrets', label: 'Secrets', content: <SecretsPanel /> },
    ...(admin
      ? [
          { value: 'members', label: 'Members', content: <MembersPanel /> },
          { value: 'tokens', label: 'Tokens', content: <TokensPanel /> },
        ]
      : []),
    { value: 'sessions', label: 'Sessions', content: <SessionsPanel /> },
    { value: 'policies', label: 'Policies', content: <PoliciesPanel /> },
    { value: 'publishing', label: 'Publishing', content: <PublishingPanel /> },
    { value: 'callbacks', label: 'Callbacks', content: <CallbacksPanel /> },
    { value: 'privacy', label: 'Privacy', content: <PrivacyPanel /> },
    { value: 'changes', label: 'Changes', content: <ChangesPanel /> },
  ]
  if (!sections.some((each) => each.value === section)) return <NotFoundPage />
  return (
    <Page title="Settings" className="max-w-[960px]">
      <Tabs
        label="Settings"
        flush
        value={section}
        onValueChange={(value) => void navigate(value === 'hosts' ? '/settings' : `/settings/${value}`)}
        items={sections.map((each) => ({ ...each, content: <div className="py-4">{each.content}</div> }))}
      />
    </Page>
  )
}
