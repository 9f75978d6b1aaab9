import { CalendarClock, TriangleAlert } from 'lucide-react'
import { useApi } from '../app/useApi.ts'
import { Time } from '../ui/Time.tsx'

const refreshMs = 30_000

/** When the loop next starts by itself, and which of its schedules did not get a run. */
export function NextSchedule({ loop }: { loop: string }) {
  const schedules = useApi('listSchedules', { params: { loop } }, { refetchInterval: refreshMs })
  const all = schedules.data?.schedules ?? []
  const [soonest] = all
    .flatMap(({ id, next: [time] }) => (time === undefined ? [] : [{ id, time }]))
    .toSorted((a, b) => a.time - b.time)
  const failed = all.filter(({ last }) => last?.error != null)
  return (
    <>
      {soonest && (
        <span className="flex items-center gap-1 text-xs text-fg-2">
          <CalendarClock aria-hidden className="size-3.5" />
          <code className="font-mono">{soonest.id}</code> starts <Time at={soonest.time} />
        </span>
      )}
      {failed.map(({ id, last }) => (
        <span key={id} className="flex items-center gap-1 text-xs text-danger">
          <TriangleAlert aria-hidden className="size-3.5" />
          <code className="font-mono">{id}</code>: {last?.error}
        </span>
      ))}
    </>
  )
}
