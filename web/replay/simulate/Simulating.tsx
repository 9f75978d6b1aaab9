import { Skeleton } from '../../ui/Skeleton.tsx'

/** What stands where a simulation comes, until it is made. */
export function Simulating() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-8" />
      <Skeleton className="h-20" />
      <Skeleton className="h-24" />
    </div>
  )
}
