import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Program } from '../../../shared/compile/program.ts'
import { upcastProgram } from '../../../shared/compile/upcastProgram.ts'
import { callApi } from '../../app/api.ts'
import { useApi } from '../../app/useApi.ts'

/** What a run is simulated under: its own version, another one by its number, or the draft. */
export type Under = 'own' | 'draft' | number

export function readUnder(text: string | null): Under {
  if (text === 'draft') return 'draft'
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 'own'
}

export type LoadedUnder =
  | { type: 'loading' }
  | { type: 'loaded'; program: Program }
  /** The draft has errors. */
  | { type: 'broken' }
  | { type: 'failed'; error: Error }

/** The program to simulate under. A version never changes; the draft is compiled as it is saved. */
export function useUnder(under: Under, own: Program, name: string): LoadedUnder {
  const version = useApi(
    'getVersion',
    { params: { loop: name, version: String(under) } },
    { enabled: typeof under === 'number', staleTime: Number.POSITIVE_INFINITY },
  )
  const loop = useApi('getLoop', { params: { loop: name } }, { enabled: under === 'draft' })
  const request = { params: { loop: name }, body: { graph: loop.data?.draft.graph ?? null } }
  const draft = useQuery({
    queryKey: ['compile', name, loop.data?.draft.revision],
    queryFn: ({ signal }) => callApi('compile', request, signal),
    enabled: under === 'draft' && loop.data !== undefined,
  })
  return useMemo((): LoadedUnder => {
    if (under === 'own') return { type: 'loaded', program: own }
    const error = under === 'draft' ? (loop.error ?? draft.error) : version.error
    if (error) return { type: 'failed', error }
    if (under === 'draft') {
      if (!draft.data) return { type: 'loading' }
      return draft.data.program ? { type: 'loaded', program: draft.data.program } : { type: 'broken' }
    }
    return version.data
      ? { type: 'loaded', program: upcastProgram(version.data.program) }
      : { type: 'loading' }
  }, [under, own, loop.error, draft.data, draft.error, version.data, version.error])
}
