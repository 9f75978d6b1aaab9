import { useEffect, useRef, useState } from 'react'
import { Graph } from '../../shared/graph/graph.ts'
import { useApi } from '../app/useApi.ts'
import { cx } from '../ui/cx.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { GraphPicture } from './GraphPicture.tsx'

/** The picture of a loop's draft, read once it is scrolled into sight. A draft that is no graph yet has none. */
export function LoopPicture({ loop, className }: { loop: string; className?: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!place.current) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  const detail = useApi('getLoop', { params: { loop } }, { enabled: seen, staleTime: 60_000 })
  const graph = detail.data ? Graph.safeParse(detail.data.draft.graph) : null
  return (
    <div ref={place} className={cx('overflow-hidden rounded-sm bg-surface-0', className)}>
      {detail.isPending && <Skeleton className="size-full" />}
      {graph?.success && <GraphPicture graph={graph.data} className="size-full p-1.5" />}
    </div>
  )
}
