import { PanelRight } from 'lucide-react'
import { defaultLimits } from '../../../../shared/graph/limits.ts'
import type { VerifierNode } from '../../../../shared/graph/nodes/verifier.ts'
import { Button } from '../../../ui/Button.tsx'
import { checkRoots, gateRoots } from '../../inspector/checks/roots.ts'
import { FormScope } from '../../inspector/FormScope.ts'
import { CelField } from '../../inspector/fields/CelField.tsx'
import { NumberField } from '../../inspector/fields/NumberField.tsx'
import { layerWords } from '../../model/checkWords.ts'
import { nodeOf } from '../../model/connect.ts'
import { checksThatLead, exitCondition, gateLeads, verifierAt } from '../../model/exitCondition.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'

/** What bounds a loop and what ends it. Its fields are those of the inspector: the limits of the loop, the checks of the verifier. */
export function LoopEdgeForm({ edge: id }: { edge: string }) {
  const edge = useEditor((state) => state.graph.edges.find((each) => each.id === id))
  const source = useEditor((state) => (edge ? nodeOf(state.graph, edge.from.node) : undefined))
  const target = useEditor((state) => (edge ? nodeOf(state.graph, edge.to.node) : undefined))
  const verifier = useEditor((state) => (edge ? verifierAt(state.graph, edge) : null))
  if (!edge || !source || !target) return null
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-fg-2">
        “{source.title}” sends a run back to “{target.title}” on{' '}
        <code className="font-mono text-xs">{edge.from.port}</code>.
      </p>
      <FormScope value={null}>
        <div className="grid grid-cols-2 gap-x-2 gap-y-3">
          <NumberField
            at="/limits/iterations"
            label="At most, times"
            integer
            optional
            placeholder={String(defaultLimits.iterations)}
          />
          <NumberField
            at="/limits/costUsd"
            label="Budget, in USD"
            optional
            placeholder={String(defaultLimits.costUsd)}
          />
          <NumberField
            at="/limits/durationSeconds"
            label="Duration, s"
            optional
            placeholder={String(defaultLimits.durationSeconds)}
          />
          <NumberField
            at="/limits/repeats"
            label="Repeats"
            integer
            optional
            placeholder={String(defaultLimits.repeats)}
          />
        </div>
        <p className="text-xs text-fg-3">
          For all ways back of this loop together. Past a bound a run takes the way “bail”.
        </p>
      </FormScope>
      {verifier && <ExitFields verifier={verifier} verdict={edge.from.port} />}
    </div>
  )
}

/** The conditions that send a run round again while they do not hold. */
function ExitFields({ verifier, verdict }: { verifier: VerifierNode; verdict: string }) {
  const store = useEditorStore()
  const exit = exitCondition(verifier, verdict)
  const goTo = (field: string) => {
    store.getState().openLoop(null)
    store.getState().goTo(verifier.id, field)
  }
  return (
    <FormScope value={verifier.id}>
      <section aria-label="Exit condition" className="flex flex-col gap-3 border-t border-line-1 pt-3">
        <h3 className="text-sm font-medium">
          {exit.startsWith('until ') ? `Goes round ${exit}` : 'No check leads here'}
        </h3>
        {checksThatLead(verifier, verdict).map((index) => {
          const check = verifier.checks[index]
          if (!check) return null
          if (check.type === 'rule') {
            return (
              <CelField
                key={index}
                at={`/checks/${index}/expr`}
                label={`“${check.title ?? check.id}” holds when`}
                roots={checkRoots}
              />
            )
          }
          return (
            <Button
              key={index}
              variant="ghost"
              className="self-start"
              onClick={() => goTo(`/checks/${index}`)}
            >
              {layerWords[check.type].label}: {check.title ?? check.id}
            </Button>
          )
        })}
        {gateLeads(verifier, verdict) && (
          <CelField at="/gate/expr" label="The gate holds when" roots={gateRoots} />
        )}
        <Button className="self-start" icon={<PanelRight aria-hidden />} onClick={() => goTo('/checks')}>
          All checks of “{verifier.title}”
        </Button>
      </section>
    </FormScope>
  )
}
