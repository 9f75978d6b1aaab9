import { type FormEvent, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { RunDetail } from '../../../shared/api/runs.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi, useChange } from '../../app/useApi.ts'
import { readJson } from '../../editor/model/readJson.ts'
import { shortRun } from '../../runs/shortRun.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import type { Playback } from '../playback.ts'
import { carriedAlong, iterationsToForkAt, versionsToForkUnder } from './forkWords.ts'

type ForkDialogProps = {
  run: RunDetail
  playback: Playback
  /** The one in view. */
  iteration: number
  onClose: () => void
}

/**
 * Says what a fork will do and starts it, once somebody says why. The input is checked by the server alone: what stands in it as a token is
 * another value there.
 */
export function ForkDialog({ run, playback, iteration: inView, onClose }: ForkDialogProps) {
  const form = useId()
  const navigate = useNavigate()
  const { events, program } = playback.getState()
  const given = JSON.stringify(run.input, null, 2)
  const [iteration, setIteration] = useState(String(inView))
  const [text, setText] = useState(given)
  const [version, setVersion] = useState<string>(run.version)
  const [reason, setReason] = useState('')
  const loop = useApi('getLoop', { params: { loop: run.loop } })
  const start = useChange('forkRun', {
    drops: ['listRuns', 'listLoopRuns'],
    toastErrors: false,
    onDone: (forked) => void navigate(`/runs/${encodeURIComponent(forked.run)}`),
  })
  const keyOf = useKeys()
  const input = readJson(text, 'any')
  const ready = input.ok && reason.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready || start.isPending) return
    const body = {
      iteration: Number(iteration),
      reason: reason.trim(),
      ...(text === given ? {} : { input: input.value }),
      ...(version === run.version ? {} : { version }),
    }
    start.mutate({ params: { run: run.run }, body, idempotencyKey: keyOf(JSON.stringify(body)) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      className="w-[min(640px,calc(100vw-32px))]"
      title={`Fork run ${shortRun(run.run)}`}
      description={`Starts a new, live run: its actions really happen again. What this run did is not undone${run.status === 'ended' ? ', and its record stays as it is.' : ', and it goes on beside the new one.'}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={start.isPending} disabled={!ready}>
            Start the fork
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {start.error && <ProblemNotice error={start.error} />}
        <Field label="Begins at" help={carriedAlong(events, program, Number(iteration))}>
          <Select value={iteration} onValueChange={setIteration} options={iterationsToForkAt(events)} />
        </Field>
        <Field
          label="Version"
          help="The policies of the workspace hold as they are now, and limits count from the beginning."
        >
          <Select value={version} onValueChange={setVersion} options={versionsToForkUnder(run, loop.data)} />
        </Field>
        <Field
          label="Input"
          help="Checked as any input is. A token stands for the personal value that it hides."
          error={input.ok ? undefined : input.message}
        >
          <CodeEditor
            language="json"
            label="Input of the fork"
            value={text}
            onChange={setText}
            className="h-40"
          />
        </Field>
        <Field
          label="Reason"
          required
          help="Kept in the new run’s log and in the log of changes, with your name."
        >
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}

/** A key for each request that differs: one that is sent again, since no answer came, starts nothing twice. */
function useKeys(): (body: string) => string {
  const last = useRef({ body: '', key: '' })
  return (body) => {
    if (last.current.body !== body) last.current = { body, key: crypto.randomUUID() }
    return last.current.key
  }
}
