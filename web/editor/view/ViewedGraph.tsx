import { useState } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import { JsonView } from '../../ui/JsonView.tsx'
import { KindIcon, kindLooks } from '../../ui/KindIcon.tsx'
import { GraphView } from '../canvas/GraphView.tsx'
import { nodeOf } from '../model/connect.ts'
import { describeNode } from '../model/describeNode.ts'

/** A graph with the list of its nodes beside it; picking one, there or in the picture, shows all that it is made of. */
export function ViewedGraph({ graph }: { graph: Graph }) {
  const [selected, setSelected] = useState<string | null>(null)
  const node = selected === null ? undefined : nodeOf(graph, selected)
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label="Graph" className="min-h-0 min-w-0 flex-1">
        <GraphView
          graph={graph}
          selectedNode={node?.id ?? null}
          onSelectNode={setSelected}
          label={`Graph of ${graph.title}`}
        />
      </section>
      <aside
        aria-label="Nodes and what they are made of"
        className="flex w-72 shrink-0 flex-col border-l border-line-1 bg-surface-1 xl:w-90"
      >
        {graph.description && <p className="border-b border-line-1 px-3 py-2 text-sm">{graph.description}</p>}
        <ul aria-label="Nodes" className="min-h-24 flex-1 overflow-auto py-1">
          {graph.nodes.map((each) => (
            <li key={each.id}>
              <button
                type="button"
                aria-pressed={each.id === selected}
                onClick={() => setSelected(each.id === selected ? null : each.id)}
                className="flex min-h-8 w-full items-center gap-2 px-3 py-1 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2 aria-pressed:bg-accent-soft"
              >
                <KindIcon kind={each.kind} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate">
                    <span className="sr-only">{kindLooks[each.kind].label} </span>
                    {each.title || each.id}
                  </span>
                  <span className="block truncate text-xs text-fg-2">{describeNode(each)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {node && (
          <div className="max-h-1/2 shrink-0 overflow-auto border-t border-line-1 p-3">
            <h2 className="text-sm font-semibold">{node.title || node.id}</h2>
            <JsonView value={node} label={`Configuration of ${node.title || node.id}`} />
          </div>
        )}
      </aside>
    </div>
  )
}
