import { Wrench } from 'lucide-react'
import { useState } from 'react'
import type { Draft } from '../../../shared/api/loops.ts'
import { callApi } from '../../app/api.ts'
import { ApiError } from '../../app/apiError.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { asJson } from '../model/asJson.ts'
import type { GraphFault } from '../model/readGraph.ts'
import { readGraphText } from './readGraphText.ts'

type RepairViewProps = {
  loop: string
  draft: Draft
  faults: GraphFault[]
  onRepaired: (draft: Draft) => void
}

/** A draft that is not a graph: its JSON as it is, what is wrong with it, and a way back to the canvas. */
export function RepairView({ loop, draft, faults, onRepaired }: RepairViewProps) {
  const [text, setText] = useState(() => JSON.stringify(draft.graph, null, 2))
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const read = readGraphText(text)
  const wrong = read.ok ? [] : read.faults
  const repair = async () => {
    if (!read.ok) return
    setBusy(true)
    setFailure(null)
    try {
      const saved = await callApi('saveDraft', {
        params: { loop },
        body: { graph: asJson(read.graph) },
        ifMatch: `"${draft.revision}"`,
      })
      onRepaired({ ...draft, graph: asJson(read.graph), revision: saved.revision, savedAt: saved.savedAt })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFailure(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-4xl flex-1 flex-col gap-3 p-6">
      <h1 className="text-lg font-semibold">This draft can’t be drawn</h1>
      <p className="text-sm text-fg-2">
        Its JSON is not a graph, in {faults.length === 1 ? 'one place' : `${faults.length} places`}. Nothing
        of it is lost: mend it here and the canvas opens.
      </p>
      {wrong.length > 0 && (
        <ul
          aria-label="What is wrong"
          className="max-h-40 shrink-0 overflow-auto rounded-md border border-danger bg-danger-soft p-2 text-sm"
        >
          {wrong.map((fault) => (
            <li key={`${fault.place} ${fault.message}`}>
              <code className="font-mono text-xs">{fault.place || '(whole document)'}</code> {fault.message}
            </li>
          ))}
        </ul>
      )}
      <CodeEditor
        language="json"
        label="The draft as JSON"
        value={text}
        onChange={setText}
        className="max-h-none min-h-0 flex-1"
      />
      {failure && (
        <p role="alert" className="text-sm text-danger">
          {failure}
        </p>
      )}
      <div className="flex justify-end">
        <Button
          variant="primary"
          busy={busy}
          disabled={!read.ok}
          icon={<Wrench aria-hidden />}
          onClick={() => void repair()}
        >
          Save and open the canvas
        </Button>
      </div>
    </div>
  )
}
