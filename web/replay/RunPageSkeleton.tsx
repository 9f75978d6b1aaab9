import { Skeleton } from '../ui/Skeleton.tsx'

/** The run page's places while its data is under way. */
export function RunPageSkeleton() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">The run is loading</h1>
      <div className="flex h-11 items-center gap-3 border-b border-line-1 bg-surface-1 px-3">
        <Skeleton className="w-24" />
        <Skeleton className="w-64" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-46 flex-col gap-2 border-r border-line-1 bg-surface-1 p-3">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
        <div className="flex-1" />
        <div className="flex w-100 flex-col gap-2 border-l border-line-1 bg-surface-1 p-3">
          <Skeleton className="w-48" />
          <Skeleton className="h-32" />
        </div>
      </div>
      <div className="h-75 border-t border-line-1 bg-surface-1 p-3">
        <Skeleton className="h-8" />
      </div>
    </div>
  )
}
