import { FlaskConical, Play, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { VerifierNode } from '../../../../shared/graph/nodes/verifier.ts'
import type { SelfTestReport } from '../../../../shared/verify/selfTest/selfTest.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field } from '../../../ui/Field.tsx'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { noCases } from '../../tests/testState.ts'
import { Section } from '../Section.tsx'
import { recordedLogs, selfTestOffThread } from './runSelfTest.ts'
import { SelfTestTable } from './SelfTestTable.tsx'

type Status = { type: 'idle' } | { type: 'running' } | { type: 'failed'; message: string }

/** Shows the verifier outcomes that are known to be bad, and says what it misses. Nothing is called and nothing saved. */
export function SelfTestSection({ node }: { node: VerifierNode }) {
  const store = useEditorStore()
  const program = useEditor((state) => state.program)
  const [recorded, setRecorded] = useState(false)
  const [status, setStatus] = useState<Status>({ type: 'idle' })
  const [result, setResult] = useState<{ report: SelfTestReport; version: string } | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const run = async () => {
    const { graph, trial, policySet } = store.getState()
    if (!program) return
    abort.current?.abort()
    const { signal } = (abort.current = new AbortController())
    setStatus({ type: 'running' })
    try {
      const tried = trial ? [trial.playback.getState().events] : []
      const logs = [...tried, ...(recorded ? await recordedLogs(graph.name, signal) : [])]
      const question = { program, verifier: node.id, cases: graph.cases ?? noCases, policySet, logs }
      setResult({ report: await selfTestOffThread(question, signal), version: program.version })
      setStatus({ type: 'idle' })
    } catch (error) {
      if (signal.aborted) return setStatus({ type: 'idle' })
      setStatus({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <Section title="Self-test" open={false} aside={result && shareOf(result.report)}>
      <p className="text-xs text-fg-3">
        Takes outcomes that this verifier passed, makes each bad by one change, and counts what goes
        unnoticed. Good outcomes come from the last Try and the tests of the loop.
      </p>
      <Field layout="row" label="And from the last recorded runs">
        <Checkbox checked={recorded} onCheckedChange={(checked) => setRecorded(checked === true)} />
      </Field>
      <div className="flex items-center gap-2">
        {status.type === 'running' ? (
          <Button size="sm" icon={<Square aria-hidden />} onClick={() => abort.current?.abort()}>
            Stop
          </Button>
        ) : (
          <Button size="sm" icon={<Play aria-hidden />} disabled={!program} onClick={() => void run()}>
            Test the verifier
          </Button>
        )}
        <p role="status" className="min-w-0 flex-1 text-xs text-fg-2">
          {status.type === 'running' && 'Judging in this browser…'}
          {!program && 'The loop has errors; mend them first.'}
        </p>
      </div>
      {status.type === 'failed' && (
        <p role="alert" className="text-xs text-danger">
          {status.message}
        </p>
      )}
      {result && result.version !== program?.version && (
        <Badge tone="warning" className="self-start">
          The loop has changed since
        </Badge>
      )}
      {result && (result.report.good === 0 ? <NothingGood /> : <SelfTestTable report={result.report} />)}
    </Section>
  )
}

function NothingGood() {
  return (
    <p className="flex items-start gap-2 text-xs text-fg-2">
      <FlaskConical aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      There is no outcome that this verifier passed. Try the loop on an input that goes well, or add a test.
    </p>
  )
}

function shareOf({ verifierTally: { made, missed } }: SelfTestReport): string {
  return made === 0 ? '' : `${Math.round((100 * missed) / made)}% missed`
}
