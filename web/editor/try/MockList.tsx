import { FlaskConical, RotateCcw } from 'lucide-react'
import { useId } from 'react'
import type { ActionCall } from '../../../shared/graph/nodes/action.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { Textarea } from '../../ui/Textarea.tsx'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorShallow, useEditorStore } from '../store/EditorContext.ts'
import type { ActionMock, Decision, Mock } from '../store/trySlice.ts'

const usual: ActionMock = { mock: { answers: 'sample' }, delayMs: 100 }

const answers = [
  { value: 'sample', label: 'A sample of its output' },
  { value: 'value', label: 'This value' },
  { value: 'failure', label: 'A failure' },
  { value: 'nothing', label: 'Nothing: it times out' },
] as const

const posts = [
  { value: 'sample', label: 'It is posted, with {}' },
  { value: 'value', label: 'It is posted, with this data' },
  { value: 'nothing', label: 'It never comes' },
] as const

const decisions = [
  { value: 'grant', label: 'People approve' },
  { value: 'deny', label: 'People deny' },
  { value: 'none', label: 'Nobody decides in time' },
] as const

const startOf = {
  sample: { answers: 'sample' },
  value: { answers: 'value', text: '{}' },
  failure: { answers: 'failure', status: 500, times: 1 },
  nothing: { answers: 'nothing' },
} as const satisfies Record<Mock['answers'], Mock>

/** What each simulated action answers, and what people decide. Nothing of it is part of the loop. */
export function MockList() {
  const store = useEditorStore()
  const decision = useEditor((state) => state.decision)
  const asksPeople = useEditor(
    (state) =>
      state.graph.nodes.some((node) => node.kind === 'approval') ||
      state.graph.policies.some((policy) => policy.effect === 'require-approval'),
  )
  const ids = useEditorShallow((state) =>
    state.graph.nodes.flatMap((node) => (node.kind === 'action' && isSimulated(node.call) ? [node.id] : [])),
  )
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="flex items-center gap-1 text-xs font-medium text-fg-2">
        <FlaskConical aria-hidden className="size-3.5" /> Simulated, never saved with the loop
      </legend>
      {ids.length === 0 && <p className="text-xs text-fg-3">No action calls anything outside.</p>}
      {ids.map((id) => (
        <MockFields key={id} id={id} />
      ))}
      {asksPeople && (
        <Select
          aria-label="Approvals"
          value={decision}
          options={decisions}
          onValueChange={(value) => store.getState().setDecision(value as Decision)}
        />
      )}
    </fieldset>
  )
}

/** Whether something outside is made up for it. Time passes by itself. */
function isSimulated(call: ActionCall): boolean {
  if (call.uses === 'transform') return false
  return call.uses !== 'wait' || call.for.type === 'event'
}

function MockFields({ id }: { id: string }) {
  const store = useEditorStore()
  const title = useEditor((state) => nodeOf(state.graph, id)?.title ?? id)
  const event = useEditor((state) => eventOf(nodeOf(state.graph, id)))
  const set = useEditor((state) => state.mocks[id])
  const label = useId()
  const own = set ?? usual
  const { mock, delayMs } = own
  const change = (next: Partial<ActionMock>) => store.getState().setMock(id, { ...own, ...next })
  return (
    <div role="group" aria-labelledby={label} className="flex flex-col gap-1">
      <span id={label} className="flex min-h-6 items-center gap-1 text-xs text-fg-2">
        <span className="min-w-0 flex-1 truncate">
          {title}
          {event !== null && (
            <>
              {' '}
              waits for <code className="font-mono">{event}</code>
            </>
          )}
        </span>
        {set && (
          <IconButton
            size="sm"
            label={`Stop mocking ${title}`}
            icon={<RotateCcw aria-hidden />}
            onClick={() => store.getState().setMock(id, null)}
          />
        )}
      </span>
      <div className="flex gap-1">
        <Select
          aria-label={event === null ? `${title} answers` : `The event ${event}`}
          value={mock.answers}
          options={event === null ? answers : posts}
          onValueChange={(value) => change({ mock: startOf[value as Mock['answers']] })}
        />
        {event === null && (
          <Whole
            label={`Delay of ${title}, in ms`}
            value={delayMs}
            unit="ms"
            onChange={(value) => change({ delayMs: value })}
          />
        )}
      </div>
      {mock.answers === 'value' && (
        <Textarea
          code
          aria-label={event === null ? `Value of ${title}, as JSON` : `Data of the event ${event}, as JSON`}
          value={mock.text}
          onChange={(event) => change({ mock: { ...mock, text: event.target.value } })}
        />
      )}
      {mock.answers === 'failure' && (
        <div className="flex items-center gap-1 text-xs text-fg-2">
          status
          <Whole
            label={`Status of ${title}`}
            value={mock.status}
            onChange={(status) => change({ mock: { ...mock, status } })}
          />
          times
          <Whole
            label={`Failures of ${title}`}
            value={mock.times ?? 0}
            onChange={(times) => change({ mock: { ...mock, times: times === 0 ? null : times } })}
          />
          <span className="whitespace-nowrap text-fg-3">0: always</span>
        </div>
      )}
    </div>
  )
}

/** The event that an action waits for; null when it waits for none. */
function eventOf(node: Node | undefined): string | null {
  if (node?.kind !== 'action' || node.call.uses !== 'wait') return null
  return node.call.for.type === 'event' ? node.call.for.event : null
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
