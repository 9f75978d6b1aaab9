import { useMemo } from 'react'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Id } from '../../ui/Id.tsx'
import { useEditor } from '../store/EditorContext.ts'

/** The compiled program, read-only, with the digest that is its version. */
export function ProgramPanel() {
  const program = useEditor((state) => state.program)
  const fresh = useEditor((state) => state.compiledGraph === state.graph)
  const text = useMemo(() => (program ? JSON.stringify(program, null, 2) : ''), [program])
  if (!program) {
    return <p className="px-3 py-3 text-sm text-fg-2">There is no program while the loop has errors.</p>
  }
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-8 shrink-0 items-center gap-2 px-3 text-xs text-fg-2">
        Version <Id id={program.version} label="version" />
        <span className="tabular text-fg-3">{(text.length / 1024).toFixed(1)} KB</span>
        {!fresh && <span className="text-fg-3">being compiled…</span>}
        <span className="ml-auto">
          <CopyButton text={text} label="Copy the program" />
        </span>
      </div>
      <CodeEditor
        language="json"
        label="Compiled program"
        readOnly
        value={text}
        className="max-h-none min-h-0 flex-1 rounded-none border-x-0 border-b-0"
      />
    </div>
  )
}
