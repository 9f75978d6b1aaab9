import { Skeleton } from '../ui/Skeleton.tsx'

/** Rows of the list of loops while it is read, at the height of what comes. */
export function LoopRowSkeletons() {
  return (
    <ul aria-hidden className="rounded-md border border-line-1 bg-surface-1">
      {['first', 'second', 'third', 'fourth'].map((row) => (
        <li key={row} className="flex items-center gap-4 border-t border-line-1 px-3 py-2.5 first:border-t-0">
          <Skeleton className="hidden h-18 w-40 shrink-0 sm:block" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-48" />
            <Skeleton className="h-4 w-full max-w-2xl" />
            <Skeleton className="h-3 w-64" />
          </div>
        </li>
      ))}
    </ul>
  )
}
