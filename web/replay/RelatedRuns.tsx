import { CornerLeftUp, Repeat } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { RunDetail } from '../../shared/api/runs.ts'
import { readRunId } from '../../shared/engine/runTerms.ts'
import { shortRun } from '../runs/shortRun.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'

const loopOf = (run: string) => readRunId(run)?.loop ?? run

/** The run whose step this one is, and the runs that its own steps are. */
export function RelatedRuns({ run: { parent, children } }: { run: RunDetail }) {
  const [only, ...more] = children
  return (
    <>
      {parent && (
        <RunLink run={parent.run} title={`Step ${parent.step} of ${parent.run}`}>
          <CornerLeftUp aria-hidden className="size-3" />
          step {parent.step} of {loopOf(parent.run)}
        </RunLink>
      )}
      {only && more.length === 0 && (
        <RunLink run={only.run} title={`Child run of ${only.step}: ${only.run}`}>
          <Repeat aria-hidden className="size-3" />
          child run {shortRun(only.run)}
        </RunLink>
      )}
      {more.length > 0 && (
        <Popover
          label="Child runs"
          trigger={
            <Button size="sm" variant="ghost" icon={<Repeat aria-hidden />}>
              {children.length} child runs
            </Button>
          }
        >
          <ul className="flex flex-col gap-1 text-sm">
            {children.map((child) => (
              <li key={child.run} className="flex items-center justify-between gap-3">
                <span className="min-w-0 truncate">
                  <code className="font-mono text-xs">{child.step}</code>{' '}
                  <span className="text-fg-2">{loopOf(child.run)}</span>
                </span>
                <RunLink run={child.run} title={child.run}>
                  {shortRun(child.run)}
                </RunLink>
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </>
  )
}

type RunLinkProps = {
  run: string
  /** The event that is shown there; the last one when left out. */
  at?: number
  title?: string
  children: ReactNode
}

/** A link to another run. */
export function RunLink({ run, at, title = run, children }: RunLinkProps) {
  return (
    <Link
      to={`/runs/${encodeURIComponent(run)}${at === undefined ? '' : `?at=${at}`}`}
      title={title}
      className="inline-flex items-center gap-1 text-xs whitespace-nowrap text-accent hover:underline"
    >
      {children}
    </Link>
  )
}
