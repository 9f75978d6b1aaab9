import { NavLink } from 'react-router'
import { cx } from '../ui/cx.ts'
import { useOpenProposals } from './proposals/useProposals.ts'
import { useOpenApprovals } from './useApprovalList.ts'

/** What people are asked: by runs under way, and by whoever wants to change what runs. */
export function ApprovalsTabs() {
  const runs = useOpenApprovals()
  const proposals = useOpenProposals()
  return (
    <nav aria-label="Approvals" className="flex gap-1 border-b border-line-1">
      <Tab to="/approvals" label="Runs" open={runs} />
      <Tab to="/approvals/publishing" label="Publishing" open={proposals} />
    </nav>
  )
}

function Tab({ to, label, open }: { to: string; label: string; open: number | null }) {
  return (
    <NavLink
      to={to}
      end
      className={({ isActive }) =>
        cx(
          'relative flex h-8 items-center gap-1 px-2 text-sm text-fg-2 hover:text-fg-1 focus-visible:-outline-offset-2',
          isActive &&
            'font-medium text-fg-1 after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:bg-accent',
        )
      }
    >
      {label}
      {open !== null && open > 0 && (
        <span className="tabular rounded-sm bg-accent-soft px-1 text-xs font-medium text-accent">
          {open}
          <span className="sr-only"> open</span>
        </span>
      )}
    </NavLink>
  )
}
