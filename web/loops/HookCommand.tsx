import { hookPath } from '../../shared/api/hookPath.ts'
import type { WorkspaceName } from '../../shared/graph/ids.ts'
import { useSession } from '../app/session.ts'
import { CopyButton } from '../ui/CopyButton.tsx'

/** The line that invokes a loop, to paste into a terminal. */
export function hookCommand(workspace: WorkspaceName, loop: string): string {
  return `curl -X POST ${window.location.origin}${hookPath(workspace, loop)} -H 'content-type: application/json' -d @payload.json`
}

/** Shows the line and copies it. */
export function HookCommand({ loop }: { loop: string }) {
  const { workspace } = useSession()
  const command = hookCommand(workspace, loop)
  return (
    <div className="flex max-w-full items-center gap-1 rounded-md border border-line-1 bg-surface-2 py-1 pr-1 pl-2">
      <code className="min-w-0 flex-1 overflow-hidden text-left font-mono text-xs text-ellipsis whitespace-nowrap text-fg-2">
        {command}
      </code>
      <CopyButton text={command} label="Copy the command" />
    </div>
  )
}
