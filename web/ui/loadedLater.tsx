import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

/**
 * A component whose code travels when it is first drawn, or when `load` is called ahead of that. Until it is there, `meanwhile` stands in
 * its place. Call it outside of components: what it makes is mounted anew wherever it is another one.
 */
export function loadedLater<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: ReactNode = null,
): ComponentType<P> & { load: () => Promise<unknown> } {
  const Part = lazy(async () => ({ default: await load() }))
  const Later = (props: P) => (
    <Suspense fallback={meanwhile}>
      <Part {...props} />
    </Suspense>
  )
  return Object.assign(Later, { load })
}
