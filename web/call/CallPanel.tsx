import { Send } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Link } from 'react-router'
import { hookPath } from '../../shared/api/hookPath.ts'
import type { TriggerNode } from '../../shared/graph/nodes/trigger.ts'
import { sampleFromSchema } from '../../shared/sim/sampleFromSchema.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan, useSession } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { readJson } from '../editor/model/readJson.ts'
import { Button } from '../ui/Button.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { Field } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { SentTestView } from './SentTestView.tsx'
import { Snippets } from './Snippets.tsx'

type CallPanelProps = { loop: string; trigger: TriggerNode; published: boolean }

const versions = [
  { value: 'rollout', label: 'As rolled out' },
  { value: 'stable', label: 'Stable' },
  { value: 'canary', label: 'Canary' },
]

/** How the loop is called from outside: an input, a test delivery with a true signature, and snippets to copy. */
export function CallPanel({ loop, trigger, published }: CallPanelProps) {
  const { workspace } = useSession()
  const [text, setText] = useState(() =>
    JSON.stringify(trigger.input ? sampleFromSchema(trigger.input) : {}, null, 2),
  )
  const read = readJson(text, 'any')
  const url = `${window.location.origin}${hookPath(workspace, loop)}`
  const input = read.ok ? read.value : {}
  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-h-0 min-w-0 basis-1/2 flex-col gap-2 overflow-auto border-r border-line-1 px-3 py-2">
        <Field label="Input" error={read.ok ? undefined : read.message}>
          <CodeEditor
            language="json"
            label="Input of the call"
            value={text}
            onChange={setText}
            className="h-28"
          />
        </Field>
        <TestDelivery
          loop={loop}
          signed={trigger.auth.scheme !== 'none'}
          input={input}
          valid={read.ok}
          published={published}
        />
        <p className="flex gap-3 text-xs">
          <PlainLink to={`/loops/${loop}/deliveries`}>Deliveries</PlainLink>
          <PlainLink to={`/docs/api/${loop}`}>API of this loop</PlainLink>
        </p>
      </div>
      <div className="flex min-h-0 min-w-0 basis-1/2 flex-col">
        <Snippets call={{ url, auth: trigger.auth, input }} />
        {trigger.auth.scheme !== 'none' && (
          <p className="shrink-0 border-t border-line-1 px-3 py-1 text-xs text-fg-3">
            Set HOOK_SECRET to the value of the secret “{trigger.auth.secret}”.
          </p>
        )}
      </div>
    </div>
  )
}

const PlainLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link className="text-accent hover:underline" to={to}>
    {children}
  </Link>
)

type TestDeliveryProps = { loop: string; signed: boolean; input: unknown; valid: boolean; published: boolean }

function TestDelivery({ loop, signed, input, valid, published }: TestDeliveryProps) {
  const may = useCan('operate')
  const [version, setVersion] = useState('rollout')
  const why = useId()
  const test = useChange('sendTest', { toastErrors: false, drops: ['listDeliveries'] })
  const reason = !published ? 'Publish the loop first.' : may ? null : 'This asks for the right to operate.'
  const send = () =>
    test.mutate({
      params: { loop },
      body: { input: input as never, ...(version === 'rollout' ? {} : { version }) },
    })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          icon={<Send aria-hidden />}
          busy={test.isPending}
          disabled={!valid || reason !== null}
          aria-describedby={reason === null ? undefined : why}
          onClick={send}
        >
          Send test delivery
        </Button>
        <Select
          aria-label="Version to call"
          className="w-36"
          value={version}
          onValueChange={setVersion}
          options={versions}
        />
        <span id={why} className="text-xs text-fg-3">
          {reason ?? `Through the hook${signed ? ', with a true signature' : ''}: it starts a real run.`}
        </span>
      </div>
      {test.error && <ProblemNotice error={test.error} />}
      {test.data && <SentTestView sent={test.data} />}
    </>
  )
}
