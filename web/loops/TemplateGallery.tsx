import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Graph } from '../../shared/graph/graph.ts'
import type { LoopTemplate } from '../../shared/templates/template.ts'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Input } from '../ui/Input.tsx'
import { type Kind, KindIcon, kindLooks } from '../ui/KindIcon.tsx'
import { findTemplates } from './findTemplates.ts'
import { GraphPicture } from './GraphPicture.tsx'
import { freeName } from './loopNames.ts'
import { TemplatePreview } from './TemplatePreview.tsx'

export type TemplateGalleryProps = {
  templates: readonly LoopTemplate[]
  /** Names that loops have already. */
  taken: readonly string[]
  /** One card a line, for the place beside the list. */
  narrow?: boolean
}

/** Loops that run at once, each with a picture of its graph. */
export function TemplateGallery({ templates, taken, narrow = false }: TemplateGalleryProps) {
  const [search, setSearch] = useState('')
  const found = findTemplates(templates, search)
  return (
    <div className="flex flex-col gap-3">
      <Input
        type="search"
        aria-label="Search templates"
        placeholder="Search: refund, decision table, approval…"
        className="max-w-90"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p role="status" className={found.length === 0 ? 'text-sm text-fg-2' : 'sr-only'}>
        {found.length === 0
          ? 'No template fits. Search for what a loop does, or for what it is built of.'
          : search !== '' && `${found.length} of ${templates.length} templates`}
      </p>
      <ul
        aria-label="Templates"
        className={cx(
          'grid gap-3',
          narrow ? 'grid-cols-1' : 'grid-cols-[repeat(auto-fill,minmax(320px,1fr))]',
        )}
      >
        {found.map((template) => (
          <TemplateCard key={template.name} template={template} taken={taken} />
        ))}
      </ul>
    </div>
  )
}

function TemplateCard({ template, taken }: { template: LoopTemplate; taken: readonly string[] }) {
  const navigate = useNavigate()
  const mayBuild = useCan('build')
  const [previewing, setPreviewing] = useState(false)
  const create = useChange('createLoop', {
    drops: ['listLoops'],
    onDone: (loop) => void navigate(`/loops/${loop.name}`),
  })
  const use = () => {
    const name = freeName(template.name, taken)
    create.mutate({ body: { name, graph: { ...template.graph, name } } })
  }
  return (
    <li className="flex flex-col overflow-hidden rounded-md border border-line-1 bg-surface-1">
      <GraphPicture graph={template.graph} className="h-32 w-full border-b border-line-1 bg-surface-0 p-2" />
      <div className="flex flex-1 flex-col gap-2 p-3">
        <h3 className="text-base font-medium">{template.title}</h3>
        <p className="line-clamp-3 text-sm text-fg-2">{template.description}</p>
        <p className="flex-1 text-xs text-fg-2">
          <span className="font-medium">Teaches</span> {template.teaches}
        </p>
        <div className="flex items-center justify-between gap-2">
          <KindCounts graph={template.graph} />
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto"
            onClick={() => setPreviewing(true)}
            aria-label={`Preview ${template.title}`}
          >
            Preview
          </Button>
          <Button
            size="sm"
            busy={create.isPending}
            disabled={!mayBuild}
            onClick={use}
            aria-label={`Use template ${template.title}`}
          >
            Use template
          </Button>
        </div>
      </div>
      {previewing && (
        <TemplatePreview
          template={template}
          onClose={() => setPreviewing(false)}
          onUse={mayBuild ? use : undefined}
          busy={create.isPending}
        />
      )}
    </li>
  )
}

const counted: readonly Kind[] = ['planner', 'action', 'verifier', 'approval', 'outcome']

function KindCounts({ graph }: { graph: Graph }) {
  return (
    <ul aria-label="Nodes" className="tabular flex items-center gap-2 text-xs text-fg-3">
      {counted.map((kind) => {
        const count = graph.nodes.filter((node) => node.kind === kind).length
        if (count === 0) return null
        return (
          <li key={kind} className="flex items-center gap-0.5" title={`${kindLooks[kind].label} × ${count}`}>
            <KindIcon kind={kind} />
            {count}
            <span className="sr-only"> {kindLooks[kind].label}</span>
          </li>
        )
      })}
    </ul>
  )
}
