import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Panel } from '../ui/Panel.tsx'
import { SandboxCalls } from './SandboxCalls.tsx'
import { SandboxRules } from './SandboxRules.tsx'

/** What the local sandbox received, and how it misbehaves. */
export function SandboxPage() {
  const calls = useApi('listSandboxCalls', {}, { refetchInterval: 1_500 })
  const clear = useChange('clearSandbox', { drops: ['listSandboxCalls'] })
  const mayBuild = useCan('build')
  return (
    <Page
      title="Sandbox"
      says="A stand-in for the systems that your loops change. It runs inside this server, records every call, and fails when you tell it to."
    >
      {calls.error && <ProblemNotice error={calls.error} onRetry={() => void calls.refetch()} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <Panel
          title="Calls received"
          className="rounded-md border border-line-1"
          aside={
            mayBuild && (
              <Button
                size="sm"
                busy={clear.isPending}
                disabled={calls.data?.calls.length === 0}
                onClick={() => clear.mutate({})}
              >
                Empty the sandbox
              </Button>
            )
          }
        >
          <SandboxCalls calls={calls.data?.calls} />
        </Panel>
        <Panel title="Misbehave" className="rounded-md border border-line-1">
          <SandboxRules mayChange={mayBuild} />
        </Panel>
      </div>
    </Page>
  )
}
