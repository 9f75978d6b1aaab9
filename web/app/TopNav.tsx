import { NavLink } from 'react-router'
import { useOpenProposals } from '../approvals/proposals/useProposals.ts'
import { useOpenApprovals } from '../approvals/useApprovalList.ts'
import { cx } from '../ui/cx.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { Logo } from './Logo.tsx'
import { ThemeMenu } from './ThemeMenu.tsx'
import { WorkspaceMenu } from './WorkspaceMenu.tsx'

const places = [
  { to: '/', label: 'Loops', end: false },
  { to: '/runs', label: 'Runs', end: false },
  { to: '/approvals', label: 'Approvals', end: false },
  { to: '/operations', label: 'Operations', end: false },
  { to: '/sandbox', label: 'Sandbox', end: false },
  { to: '/settings', label: 'Settings', end: false },
  { to: '/docs', label: 'Docs', end: false },
] as const

/** How many wait for a person; nothing while none does. */
function OpenApprovals() {
  const open = (useOpenApprovals() ?? 0) + (useOpenProposals() ?? 0)
  if (open === 0) return null
  return (
    <span className="tabular ml-1 rounded-sm bg-accent-soft px-1 text-xs font-medium text-accent">
      {open}
      <span className="sr-only"> open</span>
    </span>
  )
}

/** The bar on top of every page. */
export function TopNav({ path }: { path: string }) {
  const inLoops = path === '/' || path.startsWith('/loops/')
  return (
    <header className="flex h-10 shrink-0 items-center gap-4 border-b border-line-1 bg-surface-1 px-3">
      <NavLink
        to="/"
        className="flex items-center gap-1.5 rounded-sm pr-1 text-base font-semibold"
        aria-label="Pavane, home"
      >
        <Logo className="size-5 text-accent" />
        Pavane
      </NavLink>
      <nav aria-label="Main" className="flex h-full flex-1 items-stretch gap-1">
        {places.map((place) => (
          <NavLink
            key={place.to}
            to={place.to}
            end={place.end}
            className={({ isActive }) => {
              const here = place.to === '/' ? inLoops : isActive
              return cx(
                'relative flex items-center px-2 text-sm text-fg-2 hover:text-fg-1 focus-visible:-outline-offset-2',
                here &&
                  'font-medium text-fg-1 after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:bg-accent',
              )
            }}
          >
            {place.label}
            {place.to === '/approvals' && <OpenApprovals />}
          </NavLink>
        ))}
      </nav>
      <div className="flex items-center gap-1">
        <WorkspaceMenu />
        <ThemeMenu />
        <AccountMenu />
      </div>
    </header>
  )
}
