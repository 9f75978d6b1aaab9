import { Skeleton } from '../ui/Skeleton.tsx'

/** The editor's parts while its loop is loading, each where it will stand. */
export function EditorSkeleton() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">Loading the loop</h1>
      <div className="flex h-11 items-center gap-3 border-b border-line-1 bg-surface-1 px-3">
        <Skeleton className="w-48" />
        <Skeleton className="ml-auto h-7 w-40" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-52 flex-col gap-2 border-r border-line-1 bg-surface-1 p-3">
          <Skeleton />
          <Skeleton className="w-32" />
          <Skeleton className="w-36" />
        </div>
        <div className="flex flex-1 items-center justify-center gap-16">
          <Skeleton className="h-20 w-60 rounded-md" />
          <Skeleton className="h-20 w-60 rounded-md" />
        </div>
        <div className="flex w-90 flex-col gap-3 border-l border-line-1 bg-surface-1 p-3">
          <Skeleton className="w-24" />
          <Skeleton className="h-7" />
          <Skeleton className="h-7" />
        </div>
      </div>
    </div>
  )
}
