import { Hourglass } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { WaitFor } from '../../shared/graph/nodes/action.ts'
import { type WaitingStep, waitingSteps } from '../../shared/projections/openWaits.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { readJson } from '../editor/model/readJson.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Textarea } from '../ui/Textarea.tsx'
import { Time } from '../ui/Time.tsx'
import type { Playback } from './playback.ts'

/** What a live run waits for: time, or an event that can be posted here. */
export function WaitBanner({ run, playback }: { run: string; playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  const program = useStore(playback, (state) => state.program)
  const waits = useMemo(() => {
    const now = playback.getState().stateAt(events.length)
    return program ? byAction(waitingSteps(program, now)) : []
  }, [events, program, playback])
  return (
    <>
      {waits.map(({ wait, count }) => (
        <Wait
          key={wait.step}
          run={run}
          wait={wait}
          title={program?.actions[wait.action]?.title ?? wait.action}
          count={count}
        />
      ))}
    </>
  )
}

/** The first wait of each action, with how many there are: the items of a list may wait by the hundred. */
function byAction(waits: readonly WaitingStep[]): { wait: WaitingStep; count: number }[] {
  const groups = new Map<string, { wait: WaitingStep; count: number }>()
  for (const wait of waits) {
    const known = groups.get(wait.action)
    groups.set(wait.action, { wait: known?.wait ?? wait, count: (known?.count ?? 0) + 1 })
  }
  return [...groups.values()]
}

type WaitProps = { run: string; wait: WaitingStep; title: string; count: number }

function Wait({ run, wait: { what, until }, title, count }: WaitProps) {
  const may = useCan('operate')
  return (
    <section
      aria-label={`${title} waits`}
      className="flex flex-wrap items-center gap-3 border-b border-line-1 bg-state-waiting-soft px-3 py-2"
    >
      <Hourglass aria-hidden className="size-4 text-state-waiting" />
      <p className="min-w-0 flex-1 text-sm">
        <strong className="font-medium">{title}</strong>{' '}
        {count > 1 && <span className="tabular text-fg-2">({count} steps) </span>}
        <span className="text-fg-2">
          {what.type === 'event' ? (
            <>
              waits for the event <code className="font-mono text-xs">{what.event}</code>
              {what.match !== undefined && (
                <>
                  {' '}
                  where <code className="font-mono text-xs">{what.match}</code>
                </>
              )}
            </>
          ) : (
            'waits for its time'
          )}
          {until !== null && (
            <>
              {deadlineWords(what)}
              <Time at={until} />
            </>
          )}
        </span>
      </p>
      {may && what.type === 'event' && <PostEvent run={run} name={what.event} />}
    </section>
  )
}

function deadlineWords(what: WaitFor): string {
  if (what.type !== 'event') return ': '
  return what.onTimeout === 'go-on' ? '; it goes on without one ' : '; it gives up '
}

function PostEvent({ run, name: awaited }: { run: string; name: string }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState(awaited)
  const [text, setText] = useState('{}')
  const post = useChange('postSignal', {
    drops: ['getRun'],
    toastErrors: false,
    onDone: () => setOpen(false),
  })
  const data = readJson(text.trim() === '' ? 'null' : text, 'any')
  return (
    <Popover
      align="end"
      label="Post an event"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="primary">
          Post an event…
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (data.ok) post.mutate({ params: { run }, body: { name, data: data.value } })
        }}
      >
        {post.error && <ProblemNotice error={post.error} />}
        <Field label="Event" help="A step takes the events that it names; others are kept for later steps.">
          <Input code value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          label="Data"
          error={data.ok ? undefined : data.message}
          help="JSON; the step reads it as event.data and gives it as its output."
        >
          <Textarea code rows={5} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Not now</Button>
          <Button type="submit" variant="primary" busy={post.isPending} disabled={!data.ok || name === ''}>
            Post the event
          </Button>
        </div>
      </form>
    </Popover>
  )
}
