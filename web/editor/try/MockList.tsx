import { FlaskConical, Pin, RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { simulatedIn } from '../model/simulated.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { Decision } from '../store/trySlice.ts'
import { MockFields } from './MockFields.tsx'

const decisions = [
  { value: 'grant', label: 'People approve' },
  { value: 'deny', label: 'People deny' },
  { value: 'none', label: 'Nobody decides in time' },
] as const

/** Whether somebody sends back what is asked first, and with what words. */
function SendBack() {
  const store = useEditorStore()
  const feedback = useEditor((state) => state.sendsBack)
  const set = (text: string | null) => store.getState().setSendsBack(text)
  return (
    <div className="flex flex-col gap-1">
      <Field layout="row" label="First somebody sends it back">
        <Checkbox checked={feedback !== null} onCheckedChange={(on) => set(on === true ? '' : null)} />
      </Field>
      {feedback !== null && (
        <Input
          aria-label="What is to be different"
          placeholder="Plan something else."
          value={feedback}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </div>
  )
}

/** A node that computes its result, and brings a pinned one instead. */
function PinnedRow({ node, title }: { node: string; title: string }) {
  const store = useEditorStore()
  return (
    <p className="flex min-h-6 items-center gap-1 text-xs text-fg-2">
      <span className="min-w-0 flex-1 truncate">{title}</span>
      <Badge icon={<Pin aria-hidden />}>pinned</Badge>
      <IconButton
        size="sm"
        label={`Unpin ${title}`}
        icon={<RotateCcw aria-hidden />}
        onClick={() => store.getState().setMock(node, null)}
      />
    </p>
  )
}

/** What everything outside answers, which events are posted, and what people decide. Nothing of it is part of the loop. */
export function MockList() {
  const store = useEditorStore()
  const decision = useEditor((state) => state.decision)
  const asksPeople = useEditor(
    (state) =>
      state.graph.nodes.some((node) => node.kind === 'approval') ||
      state.graph.policies.some((policy) => policy.effect === 'require-approval'),
  )
  const nodes = useEditor((state) => state.graph.nodes)
  const simulated = useMemo(() => simulatedIn(nodes), [nodes])
  const mocks = useEditor((state) => state.mocks)
  const pinned = nodes.filter(
    ({ id }) => Object.hasOwn(mocks, id) && simulated.every(({ key }) => key !== id),
  )
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="flex items-center gap-1 text-xs font-medium text-fg-2">
        <FlaskConical aria-hidden className="size-3.5 shrink-0" /> Simulated, no part of what is published
      </legend>
      {simulated.length + pinned.length === 0 && (
        <p className="text-xs text-fg-3">No action calls anything outside.</p>
      )}
      {simulated.map((each) => (
        <MockFields key={each.key} of={each} />
      ))}
      {pinned.map((node) => (
        <PinnedRow key={node.id} node={node.id} title={node.title} />
      ))}
      {asksPeople && (
        <>
          <Select
            aria-label="Approvals"
            value={decision}
            options={decisions}
            onValueChange={(value) => store.getState().setDecision(value as Decision)}
          />
          <SendBack />
        </>
      )}
    </fieldset>
  )
}
