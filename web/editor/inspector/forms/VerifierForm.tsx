import { useState } from 'react'
import type { VerifierNode } from '../../../../shared/graph/nodes/verifier.ts'
import type { Json } from '../../../../shared/json.ts'
import { newCheck } from '../../model/changeCheck.ts'
import { checkOptions, layerWords } from '../../model/checkWords.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { CheckFields } from '../checks/CheckFields.tsx'
import { FoldedCheck } from '../checks/FoldedCheck.tsx'
import { gateRoots } from '../checks/roots.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf } from '../items.ts'
import { Section } from '../Section.tsx'
import { consequences } from './consequences.ts'

const makeCheck = (items: readonly Json[]): Json => newCheck(uniqueId('check', idsOf(items)))

/** With more checks than this their fields begin folded, so that all are in sight. */
const fewChecks = 3

/** A gate can't only flag: then it would be none. */
const gateConsequences = consequences.filter(({ value }) => value !== 'flag')

const layersInOrder = checkOptions.map(({ label }) => label.toLowerCase()).join(', ')

/** What is checked, what each failure leads to, and what has the last word. */
export function VerifierForm({ node }: { node: VerifierNode }) {
  const [atFirst] = useState(node.checks.length)
  return (
    <>
      <Section title="Checks" aside={node.checks.length}>
        <p className="text-xs text-fg-3">Made layer by layer: {layersInOrder}.</p>
        <ListField
          at="/checks"
          noun="check"
          empty="Without a check, every plan whose steps succeed passes."
          make={makeCheck}
          title={(_, index) => <CheckTitle check={node.checks[index]} />}
        >
          {(at, _, index) => {
            const check = node.checks[index]
            if (!check) return null
            // Few stand open; of many, those that are added now.
            const isOpen = atFirst <= fewChecks || index >= atFirst
            return (
              <FoldedCheck check={check} open={isOpen}>
                <CheckFields at={at} check={check} />
              </FoldedCheck>
            )
          }}
        </ListField>
      </Section>
      <Section title="Risk">
        <p className="text-xs text-fg-3">
          0 to 1: the weight of each check times how severe it is, over all their weight. A check that holds
          counts 0, one that can’t be made 0.5, one that fails its own severity, at most 1.
        </p>
        <div className="grid grid-cols-2 gap-2">
          <NumberField at="/escalateAtRisk" label="Escalate at" optional placeholder="never" />
          <NumberField at="/bailAtRisk" label="Bail at" optional placeholder="never" />
        </div>
      </Section>
      <Section title="Gate">
        <SwitchField
          at="/gate"
          label="A last word"
          whenOn={{ expr: 'risk < 0.5' }}
          help="A condition that every verdict has to meet, once all checks are made"
        >
          <CelField
            at="/gate/expr"
            label="Lets it stand when"
            roots={gateRoots}
            help="CEL over checks.<id>.result, risk and conclusion; an error does not let it stand"
          />
          <SelectField
            at="/gate/onFail"
            label="Else, at least"
            none="Escalate (default)"
            options={gateConsequences}
          />
          <TextField at="/gate/message" label="Message" optional help="Said when it is not met" />
        </SwitchField>
      </Section>
      <Section title="When something goes wrong">
        <SelectField
          at="/onStepFailed"
          label="A step failed for good"
          none="Rollback (default)"
          options={consequences}
        />
        <SelectField
          at="/onStepUncertain"
          label="A step’s result is unknown"
          none="Escalate (default)"
          options={consequences}
        />
        <SelectField
          at="/onInconclusive"
          label="A check can’t be made"
          none="Escalate (default)"
          options={consequences}
          help="It counts half in the risk; by itself it never lets a run pass"
        />
      </Section>
    </>
  )
}

/** The layer of a check, and what it is called. */
function CheckTitle({ check }: { check: VerifierNode['checks'][number] | undefined }) {
  if (!check) return null
  const { icon: Icon, label } = layerWords[check.type]
  return (
    <span className="flex items-center gap-1.5">
      <Icon aria-hidden className="size-3.5 shrink-0 text-kind-verifier" />
      <span className="text-fg-3">{label}</span>
      <span className="truncate">{check.title ?? check.id}</span>
    </span>
  )
}
