import { Download } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import type { ApiOperation } from '../../model/importHttp/readOpenApi.ts'
import { readSource, type Source } from '../../model/importHttp/readSource.ts'
import { type ImportedRequest, withRequest } from '../../model/importHttp/request.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { useResources } from '../useResources.ts'
import { OperationList } from './OperationList.tsx'
import { RequestPreview } from './RequestPreview.tsx'

const nothing: Source = { is: 'nothing', message: '' }

/** Takes the call of an action over from a curl command or from an OpenAPI document. */
export function ImportRequest({ node }: { node: ActionNode }) {
  const store = useEditorStore()
  const open = useEditor((state) => state.importing === node.id)
  const setOpen = (next: boolean) => store.getState().importInto(next ? node.id : null)
  return (
    <Popover
      label="Import a request"
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-100"
      trigger={
        <Button size="sm" variant="ghost" icon={<Download aria-hidden />}>
          Import
        </Button>
      }
    >
      <ImportForm node={node} close={() => setOpen(false)} />
    </Popover>
  )
}

function ImportForm({ node, close }: { node: ActionNode; close: () => void }) {
  const store = useEditorStore()
  const { hosts, secrets } = useResources()
  const [text, setText] = useState('')
  const [source, setSource] = useState(nothing)
  const [picked, setPicked] = useState<{ operation: ApiOperation; request: ImportedRequest } | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const file = useId()
  const latest = useRef('')
  const secret = chosen ?? secrets[0] ?? 'token'
  const read = async (next: string) => {
    setText(next)
    setPicked(null)
    latest.current = next
    const found = next.trim() === '' ? nothing : await readSource(next)
    // Somebody may have typed on meanwhile.
    if (latest.current === next) setSource(found)
  }
  const request = source.is === 'request' ? source.request : (picked?.request ?? null)
  const take = () => {
    if (!request) return
    store.getState().edit('Imported a request', (graph) => ({
      ...graph,
      nodes: graph.nodes.map((each) =>
        each.id === node.id && each.kind === 'action' ? withRequest(each, request, { hosts, secret }) : each,
      ),
    }))
    close()
  }
  return (
    <div className="flex flex-col gap-3">
      <Field
        label="curl command or OpenAPI document"
        error={source.is === 'nothing' && source.message !== '' ? source.message : undefined}
        help="As a browser’s developer tools copy it, or OpenAPI 3 in JSON or YAML. Nothing is sent"
      >
        <Textarea
          code
          rows={5}
          className={source.is === 'nothing' ? '' : 'max-h-16'}
          value={text}
          placeholder="curl https://api.example.com/orders -d '{ … }'"
          onChange={(event) => void read(event.target.value)}
        />
      </Field>
      <label
        htmlFor={file}
        className="self-start rounded-md text-xs text-accent underline focus-within:outline-2 focus-within:outline-accent"
      >
        Open a file
        <input
          id={file}
          type="file"
          accept=".json,.yaml,.yml,.txt,.sh"
          className="sr-only"
          onChange={(event) => {
            const [chosenFile] = event.target.files ?? []
            if (chosenFile) void chosenFile.text().then(read)
          }}
        />
      </label>
      {source.is === 'api' && (
        <OperationList
          title={source.title}
          operations={source.operations}
          picked={picked?.operation ?? null}
          pick={(operation) => setPicked({ operation, request: operation.request() })}
        />
      )}
      {request && (
        <RequestPreview
          request={request}
          hosts={hosts}
          secrets={secrets}
          secret={secret}
          chooseSecret={setChosen}
        />
      )}
      <Button variant="primary" className="self-end" disabled={!request} onClick={take}>
        Use this request
      </Button>
    </div>
  )
}
