import { Upload } from 'lucide-react'
import { useNavigate } from 'react-router'
import { openGraph } from '../../shared/graph/migrate.ts'
import { useChange } from '../app/useApi.ts'
import { pickFile } from '../editor/draft/fileServices.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/toast.ts'
import { freeName } from './loopNames.ts'

/** Makes a loop of a file that was exported from another one, under a name that is free. */
export function ImportLoopButton({ taken }: { taken: readonly string[] }) {
  const navigate = useNavigate()
  const create = useChange('createLoop', {
    drops: ['listLoops'],
    onDone: (loop) => void navigate(`/loops/${loop.name}`),
  })
  const take = async () => {
    const text = await pickFile()
    if (text === null) return
    const opened = openGraph(parsed(text))
    if (!opened.ok) {
      toast.error('This file holds no loop', { description: opened.diagnostics[0]?.message })
      return
    }
    const name = freeName(opened.graph.name, taken)
    create.mutate({ body: { name, graph: { ...opened.graph, name } } })
  }
  return (
    <Button icon={<Upload aria-hidden />} busy={create.isPending} onClick={() => void take()}>
      Import
    </Button>
  )
}

/** The value of a JSON text; what is none is no graph either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
