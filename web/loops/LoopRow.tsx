import { Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { LoopSummary } from '../../shared/api/loops.ts'
import { useCan, useSession } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.ts'
import { hookCommand } from './HookCommand.tsx'
import { LoopPicture } from './LoopPicture.tsx'

/** A loop in the list: its picture, what is published, whether the draft is ahead, and the ways in. */
export function LoopRow({ loop }: { loop: LoopSummary }) {
  const [deleting, setDeleting] = useState(false)
  const navigate = useNavigate()
  const { workspace } = useSession()
  const mayBuild = useCan('build')
  const remove = useChange('deleteLoop', { drops: ['listLoops'], onDone: () => setDeleting(false) })
  const copyCommand = () => {
    navigator.clipboard.writeText(hookCommand(workspace, loop.name)).then(
      () => toast.success('Command copied', { description: 'It posts payload.json to the loop.' }),
      () => toast.error('Not copied', { description: 'The browser refused access to the clipboard.' }),
    )
  }
  return (
    <li className="relative flex items-center gap-4 border-t border-line-1 px-3 py-2.5 first:border-t-0 hover:bg-surface-2">
      <LoopPicture loop={loop.name} className="hidden h-18 w-40 shrink-0 sm:block" />
      <div className="min-w-0 flex-1">
        <h3 className="flex items-center gap-2 text-base font-medium">
          <Link
            to={`/loops/${loop.name}`}
            className="truncate after:absolute after:inset-0 hover:text-accent"
          >
            {loop.title}
          </Link>
          {loop.example && <Badge>example</Badge>}
        </h3>
        <p className="line-clamp-2 max-w-2xl text-sm text-fg-2">{loop.description}</p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-fg-3">
          <code className="font-mono">{loop.name}</code>
          <span aria-hidden>·</span>
          <PublishedWords loop={loop} />
        </p>
      </div>
      <div className="relative z-10 flex items-center gap-1">
        <Button asChild size="sm">
          <Link to={`/loops/${loop.name}/runs`} aria-label={`Runs of ${loop.title}`}>
            Runs
          </Link>
        </Button>
        <Menu
          align="end"
          trigger={
            <IconButton label={`More about ${loop.title}`} size="sm" icon={<Ellipsis aria-hidden />} />
          }
          items={[
            { label: 'Plans', onSelect: () => void navigate(`/loops/${loop.name}/plans`) },
            { label: 'Drift', onSelect: () => void navigate(`/loops/${loop.name}/drift`) },
            { label: 'Copy a curl command', onSelect: copyCommand },
            'separator',
            {
              label: 'Delete…',
              icon: <Trash2 aria-hidden />,
              danger: true,
              disabled: !mayBuild,
              onSelect: () => setDeleting(true),
            },
          ]}
        />
      </div>
      <Dialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${loop.title}?`}
        description="Its draft, its versions, its runs and their logs go for good, and its webhook address stops answering. Export it from its editor first to keep the draft. A loop with a run under way can't be deleted."
        footer={
          <>
            <Button onClick={() => setDeleting(false)}>Keep it</Button>
            <Button
              variant="danger"
              busy={remove.isPending}
              onClick={() => remove.mutate({ params: { loop: loop.name } })}
            >
              Delete the loop
            </Button>
          </>
        }
      />
    </li>
  )
}

function PublishedWords({ loop }: { loop: LoopSummary }) {
  if (loop.published === null) {
    return (
      <>
        <Badge tone="warning">not published</Badge>
        <span>
          draft saved <Time at={loop.draftSavedAt} />
        </span>
      </>
    )
  }
  return (
    <>
      <Badge tone="success">v{loop.published.number}</Badge>
      <span>
        published <Time at={loop.published.at} /> by {loop.published.by}
      </span>
      {loop.draftDiffers && <Badge tone="warning">draft differs</Badge>}
    </>
  )
}
