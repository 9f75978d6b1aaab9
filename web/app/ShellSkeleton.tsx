import { Skeleton } from '../ui/Skeleton.tsx'

/** The frame while it is not known who is signed in. */
export function ShellSkeleton() {
  return (
    <main aria-busy="true" className="flex h-full flex-col">
      <h1 className="sr-only">Pavane is loading</h1>
      <div className="h-10 border-b border-line-1 bg-surface-1" />
      <PageSkeleton />
    </main>
  )
}

/** A page's place while its code or data is under way. */
export function PageSkeleton() {
  return (
    <div aria-hidden className="mx-auto flex w-full max-w-[1360px] flex-col gap-4 px-6 py-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-64" />
    </div>
  )
}
