import { useQuery } from '@tanstack/react-query'
import { callApi } from '../../app/api.ts'
import { ApiError } from '../../app/apiError.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useEditor } from '../store/EditorContext.ts'
import { Impact } from './Impact.tsx'

/** What publishing the saved draft changes for those outside of the loop, and whom it breaks. Nothing before the first version. */
export function CompatibilityNotice() {
  const name = useEditor((state) => state.graph.name)
  const revision = useEditor((state) => state.revision)
  const published = useEditor((state) => state.published)
  const isReady = useEditor((state) => state.draft.type === 'saved' && state.compiledGraph === state.graph)
  const { data, error } = useQuery({
    queryKey: ['getCompatibility', name, revision, published?.version],
    queryFn: ({ signal }) => callApi('getCompatibility', { params: { loop: name } }, signal),
    enabled: isReady && published !== null,
    // The draft of a revision stays as it is.
    staleTime: Infinity,
  })
  if (published === null) return null
  if (error instanceof ApiError)
    return <p className="text-xs text-fg-2">What this breaks can’t be told: {error.message}</p>
  if (!data) return <Skeleton className="h-5 w-48" />
  const { from, breaking, changes } = data
  return (
    <section aria-label="What changes for others">
      <Impact number={from.number} breaking={breaking} changes={changes} />
    </section>
  )
}
