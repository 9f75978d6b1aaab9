import { useRouteError } from 'react-router'
import { ProblemNotice } from './ProblemNotice.tsx'

/** Stands where a page threw. The rest of the application goes on. */
export function RouteError() {
  const thrown = useRouteError()
  const error = thrown instanceof Error ? thrown : new Error('An unknown fault stopped this page.')
  return (
    <main className="mx-auto w-full max-w-2xl p-8">
      <h1 className="mb-3 text-xl font-semibold">This page stopped</h1>
      <ProblemNotice error={error} onRetry={() => window.location.reload()} />
    </main>
  )
}
