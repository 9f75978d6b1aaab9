import { RotateCcw, Send } from 'lucide-react'
import { useId, useState } from 'react'
import type { ActionNode, HttpCall } from '../../../../shared/graph/nodes/action.ts'
import { ProblemNotice } from '../../../app/ProblemNotice.tsx'
import { useCan } from '../../../app/session.ts'
import { useChange } from '../../../app/useApi.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { Field } from '../../../ui/Field.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { asJson } from '../../model/asJson.ts'
import { onceValues, readOnceValues } from '../../model/onceValues.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { useLiveScope } from '../expressions/useLiveScope.ts'
import { ConfirmSend } from './ConfirmSend.tsx'
import { SentOnceView } from './SentOnceView.tsx'

/** Sends the call of an action as it is drafted, once, with values that can be looked at and changed before. */
export function SendOnceForm({ node }: { node: ActionNode }) {
  const { call } = node
  return call.uses === 'http' ? <HttpForm node={node} call={call} /> : null
}

function HttpForm({ node, call }: { node: ActionNode; call: HttpCall }) {
  const store = useEditorStore()
  const may = useCan('build')
  const why = useId()
  const [asking, setAsking] = useState(false)
  const { text, fill, write, read } = useValues(node)
  const test = useChange('sendOnce', { toastErrors: false, drops: ['listChanges'] })
  const [of, setOf] = useState('')
  const now = JSON.stringify(node)
  const send = () => {
    if (!read.ok) return
    const { graph, announce } = store.getState()
    setAsking(false)
    setOf(now)
    test.mutate(
      {
        params: { loop: graph.name },
        body: { graph: asJson(graph), node: node.id, values: read.values },
      },
      {
        onSuccess: ({ response }) =>
          announce(response ? `${call.host} answered ${response.status}` : 'No answer'),
      },
    )
  }
  const isRead = call.method === 'GET'
  const reason = may ? null : 'This asks for the right to build.'
  return (
    <>
      <Field
        label="Values"
        error={read.ok ? undefined : read.message}
        help="What the call reads, in place of a run’s. Secrets are the workspace’s own."
        aside={
          <IconButton
            size="sm"
            label="Take the values anew"
            icon={<RotateCcw aria-hidden />}
            disabled={text === fill}
            onClick={() => write(null)}
          />
        }
      >
        <CodeEditor
          language="json"
          label="Values of the call"
          value={text}
          onChange={write}
          className="h-28"
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          icon={<Send aria-hidden />}
          busy={test.isPending}
          disabled={!read.ok || reason !== null}
          aria-describedby={why}
          onClick={isRead ? send : () => setAsking(true)}
        >
          {isRead ? `Send GET to ${call.host}` : `Send ${call.method} to ${call.host}…`}
        </Button>
        <span id={why} className="text-xs text-fg-3">
          {reason ?? 'From the server, once, as it is drafted. No run is started.'}
        </span>
      </div>
      <ConfirmSend node={node} call={call} open={asking} onOpenChange={setAsking} onSend={send} />
      {test.error && <ProblemNotice error={test.error} />}
      {test.data && of !== now && (
        <Badge tone="warning" className="self-start">
          The action has changed since
        </Badge>
      )}
      {test.data && <SentOnceView node={node} sent={test.data} />}
    </>
  )
}

/** The values as they stand: those of the run that is shown, or samples, until somebody types. */
function useValues(node: ActionNode) {
  const { scope } = useLiveScope()
  const own = useEditor((state) => state.graph.policies)
  const set = useEditor((state) => state.policySet)
  const [typed, write] = useState<string | null>(null)
  const fill = JSON.stringify(onceValues(node, [...own, ...(set?.policies ?? [])], scope), null, 2)
  const text = typed ?? fill
  return { text, fill, write, read: readOnceValues(text) }
}
