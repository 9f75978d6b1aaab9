import { Hourglass } from 'lucide-react'
import { Link } from 'react-router'
import { useApi } from '../../app/useApi.ts'

const refreshMs = 10_000

/** How many runs of the loop wait for their turn; nothing while none does. */
export function QueueLink({ loop }: { loop: string }) {
  const queued = useApi('loopStatus', { params: { loop } }, { refetchInterval: refreshMs }).data?.queued ?? 0
  if (queued === 0) return null
  return (
    <Link
      to={`/loops/${loop}/runs?status=queued`}
      className="tabular hidden items-center gap-1 rounded-sm text-xs text-state-waiting hover:underline lg:inline-flex"
    >
      <Hourglass aria-hidden className="size-3" />
      {queued.toLocaleString('en')} queued
    </Link>
  )
}
