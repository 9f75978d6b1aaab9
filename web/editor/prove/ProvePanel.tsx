import { Play, ShieldCheck, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Splitter } from '../../ui/Splitter.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { ProofResult } from '../store/proveSlice.ts'
import { ExploredWords } from './ExploredWords.tsx'
import { PropertyList } from './PropertyList.tsx'
import { proofState, shownViolation } from './proofState.ts'
import { runProof, usualStates } from './runProof.ts'
import { ViolationView } from './ViolationView.tsx'

/** Goes through everything that can happen to a run, in this browser, with the engine of production, and says which properties hold. */
export function ProvePanel() {
  const store = useEditorStore()
  const proof = useEditor((state) => state.proof)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const prove = (maxStates: number) => {
    abort.current?.abort()
    abort.current = new AbortController()
    void runProof(store, abort.current.signal, { maxStates })
  }
  const toolbar = <Toolbar onProve={prove} onStop={() => abort.current?.abort()} />
  if (!proof) {
    return (
      <div className="flex h-full min-h-0 flex-col">
        {toolbar}
        <NothingProved />
      </div>
    )
  }
  return (
    <div className="flex h-full min-h-0">
      <Splitter
        id="prove"
        panes={[
          {
            id: 'properties',
            minSize: 260,
            defaultSize: '42%',
            maxSize: '70%',
            content: (
              <section aria-label="What was proved" className="flex min-h-0 min-w-0 flex-1 flex-col">
                {toolbar}
                <Proved proof={proof} onMore={() => prove(proof.report.explored.states * 4)} />
              </section>
            ),
          },
          { id: 'violation', minSize: 260, content: <Shown /> },
        ]}
      />
    </div>
  )
}

type ToolbarProps = { onProve: (maxStates: number) => void; onStop: () => void }

function Toolbar({ onProve, onStop }: ToolbarProps) {
  const proving = useEditor((state) => state.proving)
  const ready = useEditor((state) => state.program !== null)
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line-1 px-3 py-1.5">
      {proving.type === 'running' ? (
        <Button size="sm" icon={<Square aria-hidden />} onClick={onStop}>
          Stop
        </Button>
      ) : (
        <Button
          size="sm"
          variant="primary"
          icon={<Play aria-hidden />}
          disabled={!ready}
          onClick={() => onProve(usualStates)}
        >
          Prove
        </Button>
      )}
      <p role="status" className="tabular min-w-0 flex-1 text-xs text-fg-2">
        {proving.type === 'running' && `${proving.states.toLocaleString('en')} states so far…`}
        {proving.type === 'failed' && <span className="text-danger">{proving.message}</span>}
        {!ready && proving.type !== 'failed' && 'The loop has errors; mend them first.'}
      </p>
    </div>
  )
}

function Proved({ proof, onMore }: { proof: ProofResult; onMore: () => void }) {
  const stale = useEditor((state) => proofState(state) === 'stale')
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto"
    >
      {stale && (
        <p className="px-3 pt-2">
          <Badge tone="warning">The loop has changed since; prove it again</Badge>
        </p>
      )}
      <ExploredWords explored={proof.report.explored} onMore={onMore} />
      <PropertyList report={proof.report} />
    </div>
  )
}

function Shown() {
  const shown = useEditor(shownViolation)
  const any = useEditor((state) => (state.proof?.report.violations.length ?? 0) > 0)
  if (shown)
    return <ViolationView key={`${shown.violation.property} ${shown.violation.message}`} open={shown} />
  return (
    <p className="p-4 text-sm text-fg-2">
      {any
        ? 'Choose a violation to play the run that leads to it.'
        : 'Nothing breaks a property, so there is no run to show.'}
    </p>
  )
}

function NothingProved() {
  return (
    <EmptyState className="py-6" picture={<ShieldCheck className="size-6" />} title="Nothing proved yet">
      Every run that could be is gone through: each call that succeeds, fails or never answers, each verdict,
      each decision. What breaks a property is shown as the shortest run that does. State properties of your
      own in the loop’s settings.
    </EmptyState>
  )
}
