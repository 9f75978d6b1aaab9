import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { hookPath } from '../../../shared/api/hookPath.ts'
import type { VersionSummary } from '../../../shared/api/loops.ts'
import type { ProposalSummary } from '../../../shared/api/proposals.ts'
import { snippetOf } from '../../../shared/api/snippets/snippets.ts'
import { sampleFromSchema } from '../../../shared/sim/sampleFromSchema.ts'
import { callApi } from '../../app/api.ts'
import { ApiError } from '../../app/apiError.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Field } from '../../ui/Field.tsx'
import { Id } from '../../ui/Id.tsx'
import { Textarea } from '../../ui/Textarea.tsx'
import { goToProblem } from '../problems/ProblemsPanel.tsx'
import { useProblems } from '../problems/useProblems.ts'
import { PublishProofNotice } from '../prove/PublishProofNotice.tsx'
import { PublishTryNotice } from '../run/MadeUpBadge.tsx'
import { isCanary, isPublished, nextNumber } from '../store/draftSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { PublishTestsNotice } from '../tests/PublishTestsNotice.tsx'
import { usePublishTests } from '../tests/usePublishTests.ts'
import { PublishDiff } from '../versions/PublishDiff.tsx'
import { percent } from '../versions/rollout/rolloutWords.ts'
import { CompatibilityNotice } from './CompatibilityNotice.tsx'
import { Proposed, useNeedsSecond, WaitingProposal } from './Proposed.tsx'
import { canaryMember, PublishTo, PublishToWords, type WrittenShare } from './PublishTo.tsx'

/** Publishes the saved draft with a note. Errors block it and are listed; each leads to its place. */
export function PublishForm() {
  const store = useEditorStore()
  const problems = useProblems()
  const fresh = useEditor((state) => state.compiledGraph === state.graph)
  const draft = useEditor((state) => state.draft)
  const revision = useEditor((state) => state.revision)
  const name = useEditor((state) => state.graph.name)
  const next = useEditor(nextNumber)
  const published = useEditor((state) => state.published)
  const canary = useEditor((state) => state.canary)
  const same = useEditor(isPublished)
  const sameAsCanary = useEditor(isCanary)
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const [share, setShare] = useState<WrittenShare>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [done, setDone] = useState<VersionSummary | null>(null)
  const errors = problems.filter((problem) => problem.severity === 'error')
  const tests = usePublishTests(fresh)
  const needsSecond = useNeedsSecond(name, 'publish')
  const [proposed, setProposed] = useState<ProposalSummary | null>(null)

  if (done) return <Published version={done} />
  if (proposed) return <Proposed proposal={proposed} />
  if (same && fresh && published) {
    return (
      <Published version={published}>
        Nothing to publish: same as version {published.number}, which is live
      </Published>
    )
  }
  if (sameAsCanary && fresh && canary) {
    return (
      <Published version={canary}>
        Nothing to publish: same as version {canary.number}, the canary for {percent(canary.weight)} of the
        calls
      </Published>
    )
  }
  if (errors.length > 0) {
    return (
      <div className="flex flex-col gap-2">
        <p className="flex items-center gap-2 text-sm font-medium">
          <CircleAlert aria-hidden className="size-4 text-danger" />
          {errors.length === 1 ? 'One error stands in the way' : `${errors.length} errors stand in the way`}
        </p>
        <ul aria-label="Errors" className="max-h-64 overflow-auto">
          {errors.map((problem, index) => (
            <li key={`${problem.code} ${index}`}>
              <button
                type="button"
                className="w-full rounded-sm px-2 py-1 text-left text-sm hover:bg-surface-2"
                onClick={() => {
                  store.getState().setPublishing(false)
                  goToProblem(store.getState(), problem)
                }}
              >
                {problem.message}
              </button>
            </li>
          ))}
        </ul>
      </div>
    )
  }
  const to = canaryMember(share)
  const publish = async (event: FormEvent) => {
    event.preventDefault()
    if (to === null) return
    setBusy(true)
    setFailure(null)
    try {
      const request = { params: { loop: name }, body: { revision, note, ...to, ...tests.override } }
      if (needsSecond) {
        const proposal = await callApi('proposeVersion', request)
        await client.invalidateQueries({ queryKey: ['listProposals'] })
        store.getState().announce('Proposed: it waits for a second person')
        setProposed(proposal)
        return
      }
      const version = await callApi('publish', request)
      const { versions, setReleases, announce } = store.getState()
      const isKnown = versions.some(({ number }) => number === version.number)
      const rollout =
        to.canary && published
          ? { stable: published.version, canary: { version: version.version, weight: to.canary.weight } }
          : { stable: version.version, canary: null }
      setReleases({ versions: isKnown ? versions : [version, ...versions], rollout })
      announce(`Published version ${version.number}`)
      setDone(version)
      await Promise.all(
        (['listVersions', 'getRollout', 'listChanges'] as const).map((route) =>
          client.invalidateQueries({ queryKey: [route] }),
        ),
      )
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFailure(error.message)
    } finally {
      setBusy(false)
    }
  }
  const saved = draft.type === 'saved'
  return (
    <form onSubmit={(event) => void publish(event)} className="flex flex-col gap-3">
      <Field label="Note" help="What changed, for the people who review runs of this version" error={failure}>
        <Textarea value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <WaitingProposal loop={name} of="version" />
      <PublishDiff />
      <CompatibilityNotice />
      <PublishTestsNotice tests={tests} />
      <PublishProofNotice />
      <PublishTryNotice />
      <PublishTo share={share} onChange={setShare} />
      <p className="text-xs text-fg-3">
        {saved && fresh
          ? needsSecond && 'It goes out once a second person, who may approve, has approved it. '
          : 'Waiting until the draft is saved and checked…'}
        {saved && fresh && <PublishToWords share={share} />}
      </p>
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          disabled={!saved || !fresh || !tests.ready || needsSecond === null || to === null}
        >
          {needsSecond ? 'Propose' : 'Publish'} version {next}
        </Button>
      </div>
    </form>
  )
}

/** What is live, and how it is called. */
function Published({ version, children }: { version: VersionSummary; children?: ReactNode }) {
  const graph = useEditor((state) => state.graph)
  const store = useEditorStore()
  const { workspace } = useSession()
  const canary = useEditor((state) => state.canary)
  const isCanaryNow = canary?.number === version.number
  const trigger = graph.nodes.find((node) => node.kind === 'trigger')
  const auth = trigger?.kind === 'trigger' ? trigger.auth : ({ scheme: 'none' } as const)
  const input = trigger?.kind === 'trigger' && trigger.input ? sampleFromSchema(trigger.input) : {}
  const url = `${window.location.origin}${hookPath(workspace, graph.name)}`
  const line = snippetOf('curl', { url, auth, input })
  const show = (tab: 'call' | 'versions') => {
    store.getState().setPublishing(false)
    store.getState().showDock(tab)
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-2 text-sm font-medium">
        <CircleCheck aria-hidden className="size-4 text-success" />
        {children ??
          (isCanaryNow
            ? `Version ${version.number} is the canary for ${percent(canary.weight)} of the calls`
            : `Version ${version.number} is live`)}
        <Id id={version.version} label="version" />
      </p>
      <div>
        <div className="flex items-center justify-between text-xs text-fg-2">
          Call it
          <CopyButton text={line} label="Copy the curl line" />
        </div>
        <pre className="overflow-auto whitespace-pre-wrap break-all rounded-md bg-surface-2 p-2 font-mono text-xs">
          {line}
        </pre>
      </div>
      <div className="flex gap-2">
        {isCanaryNow ? (
          <Button onClick={() => show('versions')}>See the rollout</Button>
        ) : (
          <Button onClick={() => show('call')}>More ways to call it</Button>
        )}
        <Button asChild>
          <Link to={`/loops/${graph.name}/runs`}>See its runs</Link>
        </Button>
      </div>
    </div>
  )
}
