import { Pin, RotateCcw } from 'lucide-react'
import { useId } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { Textarea } from '../../ui/Textarea.tsx'
import { pinBrought } from '../commands/pins.ts'
import type { Simulated } from '../model/simulated.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { ActionMock, Mock } from '../store/trySlice.ts'
import { type MockChoice, mockWords, readyTexts, seriesText } from './mockWords.ts'

const usual: ActionMock = { mock: { answers: 'sample' }, delayMs: 100 }

const startOf = (answers: MockChoice, of: Simulated): Mock => {
  switch (answers) {
    case 'fails':
    case 'unclear':
    case 'usual':
    case 'drifted':
    case 'value':
      return { answers: 'value', text: readyTexts(of)[answers] ?? '{}' }
    case 'failure':
      return { answers, status: of.of === 'child' ? 0 : 500, times: 1 }
    case 'series':
      return { answers, text: seriesText }
    case 'sample':
    case 'nothing':
      return { answers }
  }
}

const ready = ['fails', 'unclear', 'usual', 'drifted'] as const

/** Which choice a mock is: an answer that was taken as it is keeps its name. */
function choiceOf(mock: Mock, of: Simulated): MockChoice {
  if (mock.answers !== 'value') return mock.answers
  const texts = readyTexts(of)
  return ready.find((choice) => texts[choice] === mock.text) ?? 'value'
}

/** What one thing outside answers in a trial. */
export function MockFields({ of }: { of: Simulated }) {
  const store = useEditorStore()
  const set = useEditor((state) => state.mocks[of.key])
  const label = useId()
  const own = set ?? usual
  const { mock, delayMs } = own
  const canPin = useEditor((state) => state.trial !== null)
  // What a person changes is theirs, and no longer what a run brought.
  const change = (next: Partial<ActionMock>) => {
    const probe = own.probe === undefined ? {} : { probe: own.probe }
    store.getState().setMock(of.key, { mock, delayMs, ...probe, ...next })
  }
  const pin = ({ key, title }: Simulated) => {
    const state = store.getState()
    if (pinBrought(state, [key]) === 0) state.services.tell(`The last run did not call “${title}”.`, 'error')
  }
  const words = mockWords[of.of]
  const choice = choiceOf(mock, of)
  return (
    <div role="group" aria-labelledby={label} className="flex min-w-0 flex-col gap-1">
      <span id={label} className="flex min-h-6 items-center gap-1 text-xs text-fg-2">
        <span className="min-w-0 flex-1 truncate">
          {of.title}
          {of.of === 'event' && (
            <>
              {' '}
              waits for <code className="font-mono">{of.event}</code>
            </>
          )}
        </span>
        {set?.pinned && <Badge icon={<Pin aria-hidden />}>pinned</Badge>}
        {canPin && !set?.pinned && (
          <IconButton
            size="sm"
            label={`Pin what ${of.title} brought`}
            icon={<Pin aria-hidden />}
            onClick={() => pin(of)}
          />
        )}
        {set && (
          <IconButton
            size="sm"
            label={set.pinned ? `Unpin ${of.title}` : `Stop mocking ${of.title}`}
            icon={<RotateCcw aria-hidden />}
            onClick={() => store.getState().setMock(of.key, null)}
          />
        )}
      </span>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-1">
        <Select
          aria-label={words.choice(of)}
          value={choice}
          options={words.answers}
          onValueChange={(value) => change({ mock: startOf(value as MockChoice, of) })}
        />
        {of.of !== 'event' && (
          <Whole
            label={`Delay of ${of.title}, in ms`}
            value={delayMs}
            unit="ms"
            onChange={(value) => change({ delayMs: value })}
          />
        )}
      </div>
      {(mock.answers === 'value' || mock.answers === 'series') &&
        choice !== 'usual' &&
        choice !== 'drifted' && (
          <Textarea
            code
            aria-label={
              mock.answers === 'value' ? words.value(of) : `Answers of ${of.title} in turn, as JSON`
            }
            value={mock.text}
            onChange={(event) => change({ mock: { ...mock, text: event.target.value } })}
          />
        )}
      {mock.answers === 'failure' && (
        <div className="flex items-center gap-1 text-xs text-fg-2">
          {of.of !== 'child' && (
            <>
              status
              <Whole
                label={`Status of ${of.title}`}
                value={mock.status}
                onChange={(status) => change({ mock: { ...mock, status } })}
              />
            </>
          )}
          times
          <Whole
            label={`Failures of ${of.title}`}
            value={mock.times ?? 0}
            onChange={(times) => change({ mock: { ...mock, times: times === 0 ? null : times } })}
          />
          <span className="whitespace-nowrap text-fg-3">0: always</span>
        </div>
      )}
      {of.of === 'call' && of.probed && (mock.answers === 'nothing' || mock.answers === 'failure') && (
        <ProbeAnswer of={of} text={own.probe} onChange={(probe) => change({ probe })} />
      )}
    </div>
  )
}

type ProbeAnswerProps = { of: Simulated; text: string | undefined; onChange: (text: string) => void }

function ProbeAnswer({ of, text, onChange }: ProbeAnswerProps) {
  return (
    <div className="flex flex-col gap-1 text-xs text-fg-2">
      <span aria-hidden>Its probe answers</span>
      <Textarea
        code
        rows={2}
        aria-label={`Answer of the probe of ${of.title}, as JSON`}
        value={text ?? '{ "status": 200, "body": {} }'}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

type WholeProps = { label: string; value: number; unit?: string; onChange: (value: number) => void }

function Whole({ label, value, unit, onChange }: WholeProps) {
  return (
    <span className="flex items-center gap-1 text-xs text-fg-3">
      <Input
        type="number"
        min={0}
        aria-label={label}
        className="tabular w-18"
        value={value}
        onChange={(event) => {
          const number = event.target.valueAsNumber
          if (Number.isInteger(number) && number >= 0) onChange(number)
        }}
      />
      {unit}
    </span>
  )
}
