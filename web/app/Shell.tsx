import { Suspense, useEffect, useRef } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { PageSkeleton, ShellSkeleton } from './ShellSkeleton.tsx'
import { SessionContext, useSessionQuery } from './session.ts'
import { TopNav } from './TopNav.tsx'

/** What surrounds every page behind sign-in: the skip link, the bar and the main landmark. */
export function Shell() {
  const { pathname, search } = useLocation()
  const session = useSessionQuery()
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)

  // After a navigation the focus would stay on a link that may be gone; the first page keeps the browser's own.
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    if (pathname !== '') main.current?.focus({ preventScroll: true })
  }, [pathname])

  if (session.data === null) {
    const next = `${pathname}${search}`
    return <Navigate to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} replace />
  }
  if (session.error && !session.data) {
    return (
      <main className="mx-auto max-w-xl p-8">
        <h1 className="mb-3 text-xl font-semibold">Pavane</h1>
        <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />
      </main>
    )
  }
  if (!session.data) return <ShellSkeleton />
  return (
    <SessionContext value={session.data}>
      <div className="flex h-full flex-col">
        <a
          href="#main"
          className="absolute top-1 left-1 z-50 -translate-y-16 rounded-md bg-surface-1 px-3 py-2 text-sm shadow-float focus:translate-y-0"
        >
          Skip to content
        </a>
        <TopNav path={pathname} />
        <ConnectionBanner />
        <main id="main" ref={main} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </SessionContext>
  )
}
