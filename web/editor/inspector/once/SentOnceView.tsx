import { Braces, Pin } from 'lucide-react'
import type { SentOnce } from '../../../../shared/api/sendOnce.ts'
import type { Mock } from '../../../../shared/graph/mock.ts'
import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { HeaderList } from '../../../call/HeaderList.tsx'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Disclosure } from '../../../ui/Disclosure.tsx'
import { formatDuration } from '../../../ui/formatTime.ts'
import { JsonView } from '../../../ui/JsonView.tsx'
import { schemaFromSample } from '../../model/schemaFromSample.ts'
import { typedMock } from '../../model/typedMock.ts'
import { useEditorStore } from '../../store/EditorContext.ts'
import { errorClassWords } from '../forms/errorClassWords.ts'

const afterWords = {
  succeeds: 'In a run, the step would succeed.',
  'tries-again': 'In a run, it would be tried again.',
  'asks-probe': 'In a run, the probe would be asked whether it happened.',
  'is-uncertain': 'In a run, the step would be uncertain: nobody could say whether it happened.',
  fails: 'In a run, the step would fail.',
} as const satisfies Record<SentOnce['after'], string>

/** What a call that was sent by itself came to, and what can be made of it. */
export function SentOnceView({ node, sent }: { node: ActionNode; sent: SentOnce }) {
  const { request, response, durationMs, error, after } = sent
  return (
    <section aria-label="Answer of the call" className="flex min-w-0 flex-col gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={after === 'succeeds' ? 'success' : 'danger'}>{badgeWords(sent)}</Badge>
        <span className="tabular text-xs text-fg-3">
          {response
            ? `${formatDuration(durationMs)}, ${response.bytes.toLocaleString('en')} bytes`
            : error?.mayHaveHappened === false
              ? 'Nothing reached the host.'
              : `No answer in ${formatDuration(durationMs)}`}
        </span>
      </p>
      {error && <p className="break-words">{error.message}</p>}
      <p className="text-xs text-fg-2">{afterWords[after]}</p>
      {response && <UseAnswer node={node} sent={sent} response={response} />}
      {response && <JsonView value={response.body} label="the body of the answer" root="output.body" />}
      {response && <HeaderList title="Headers of the answer" headers={response.headers} />}
      {request && <SentRequest request={request} />}
    </section>
  )
}

function badgeWords({ request, response, error }: SentOnce): string {
  if (response) return String(response.status)
  if (request === null || error === null) return 'Not sent'
  return errorClassWords[error.class]
}

type Response = NonNullable<SentOnce['response']>

function UseAnswer({ node, sent, response }: { node: ActionNode; sent: SentOnce; response: Response }) {
  const store = useEditorStore()
  const output = { status: response.status, body: response.body }
  const isTaken = sent.error === null
  const pin = () => {
    const mock: Mock['mock'] = isTaken
      ? { answers: 'value', value: output }
      : { answers: 'failure', status: response.status, times: null }
    const { setMock, announce } = store.getState()
    setMock(node.id, { ...typedMock({ delayMs: 0, mock }), pinned: true })
    announce(`Try answers “${node.title}” with it from now on`)
  }
  const describe = () =>
    store.getState().write(node.id, '/output', schemaFromSample(output), 'Made a schema from an answer')
  return (
    <div className="flex flex-wrap gap-1">
      <Button size="sm" icon={<Pin aria-hidden />} onClick={pin}>
        Pin it for Try
      </Button>
      {isTaken && (
        <Button size="sm" icon={<Braces aria-hidden />} onClick={describe}>
          Make its shape the output schema
        </Button>
      )}
    </div>
  )
}

function SentRequest({ request }: { request: NonNullable<SentOnce['request']> }) {
  return (
    <>
      <Disclosure summary="What was sent">
        <p className="font-mono text-xs break-all">
          {request.method} {request.url}
        </p>
        {request.body !== null && <pre className="text-xs break-all whitespace-pre-wrap">{request.body}</pre>}
      </Disclosure>
      <HeaderList title="Headers that were sent" headers={request.headers} />
    </>
  )
}
