import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { Rollout } from '../../../../shared/api/loops.ts'
import { rolloutTag } from '../../../../shared/api/rollouts.ts'
import { callApi } from '../../../app/api.ts'
import { ApiError } from '../../../app/apiError.ts'
import { useChange } from '../../../app/useApi.ts'
import { toast } from '../../../ui/toast.ts'
import { useNeedsSecond } from '../../draft/Proposed.tsx'
import type { EditorStore } from '../../store/createEditorStore.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { rolloutWords } from './rolloutWords.ts'

export const staysWords = 'Runs under way stay on the version that they began with.'

const drops = ['getRollout', 'listVersions', 'listChanges', 'getLoop', 'listLoops'] as const

/** Changes which versions receive traffic, as a step that can be taken back; proposes it where a second person approves. */
export function useRolloutChange() {
  const store = useEditorStore()
  const client = useQueryClient()
  const loop = useEditor((state) => state.graph.name)
  const needsSecond = useNeedsSecond(loop, 'rollout')
  const put = useChange('putRollout', { drops, toastErrors: false })
  const propose = useChange('proposeRollout', { drops: ['listProposals'], toastErrors: false })
  /** Whether it was done or proposed; where it was not, `error` says why. */
  const change = async (from: Rollout, to: Rollout, why: string): Promise<boolean> => {
    const body = { ...to, ...(why.trim() === '' ? {} : { reason: why.trim() }) }
    const request = { params: { loop }, body }
    const sent = needsSecond
      ? propose.mutateAsync(request)
      : put.mutateAsync({ ...request, ifMatch: rolloutTag(from) })
    const done = await sent.then(
      () => true,
      (error: unknown) => {
        if (isStale(error)) tellStale(error)
        return false
      },
    )
    if (done && needsSecond) {
      const description = 'Nothing changes until somebody else who may approve has approved it.'
      toast.success('Proposed: it waits for a second person', { description })
    } else if (done) {
      tell(store, to, '', { label: 'Undo', onClick: () => void takeBack({ store, client, from, to }) })
    }
    return done
  }
  /** The form begins anew with what the rollout is now, so what is said about it stands elsewhere. */
  const tellStale = ({ message }: ApiError) => {
    toast.error('Nothing was changed', { description: message })
    void client.invalidateQueries({ queryKey: ['getRollout'] })
  }
  const { error, isPending } = needsSecond ? propose : put
  return { change, needsSecond, error: isStale(error) ? null : error, busy: isPending }
}

const isStale = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'revision-stale'

/** For how long a change can be undone where it is told of. */
const undoMs = 15_000

function tell(
  store: EditorStore,
  rollout: Rollout,
  lead: string,
  action?: { label: string; onClick: () => void },
) {
  const { versions, setReleases, announce } = store.getState()
  setReleases({ versions, rollout })
  const words = `${lead}${rolloutWords(rollout, versions)}`
  announce(words)
  // Whoever may want it back has to read it first.
  toast.success(words, { description: staysWords, ...(action ? { action, duration: undoMs } : {}) })
}

type Done = { store: EditorStore; client: QueryClient; from: Rollout; to: Rollout }

/** Brings back what was there, unless somebody has changed it since. */
async function takeBack({ store, client, from, to }: Done): Promise<void> {
  const params = { loop: store.getState().graph.name }
  try {
    await callApi('putRollout', { params, body: { ...from, reason: 'Undone' }, ifMatch: rolloutTag(to) })
    tell(store, from, 'Undone. ')
  } catch (error) {
    toast.error(isStale(error) ? 'Nothing was undone' : 'It could not be undone', {
      description: error instanceof Error ? error.message : String(error),
    })
  } finally {
    await Promise.all(drops.map((route) => client.invalidateQueries({ queryKey: [route] })))
  }
}
