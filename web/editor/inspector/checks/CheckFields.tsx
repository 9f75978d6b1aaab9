import type { Check } from '../../../../shared/graph/nodes/check.ts'
import { asJson } from '../../model/asJson.ts'
import { changeCheck } from '../../model/changeCheck.ts'
import { checkOptions } from '../../model/checkWords.ts'
import { CelField } from '../fields/CelField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { consequences } from '../forms/consequences.ts'
import { textOf } from '../items.ts'
import { More } from '../More.tsx'
import { useResources } from '../useResources.ts'
import { DriftFields } from './DriftFields.tsx'
import { HttpCheckFields } from './HttpCheckFields.tsx'
import { IntegrityFields } from './IntegrityFields.tsx'
import { QualityFields } from './QualityFields.tsx'
import { checkRoots } from './roots.ts'
import { VarianceFields } from './VarianceFields.tsx'

/** One check: what it looks at, what its failure leads to and how much it counts. */
export function CheckFields({ at, check }: { at: string; check: Check }) {
  const { hosts } = useResources()
  const more = [check.message, check.onInconclusive, check.sample].some((part) => part !== undefined)
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <SelectField
          at={at}
          label="Layer"
          ownProblems
          options={checkOptions}
          fromValue={(value) => textOf(value, 'type')}
          toValue={(type) => changeCheck(asJson(check), type, hosts[0]?.name)}
        />
        <TextField at={`${at}/id`} label="Id" code />
      </div>
      <TextField at={`${at}/title`} label="Title" optional />
      <OwnFields at={at} check={check} />
      <div className="grid grid-cols-2 gap-2">
        <SelectField at={`${at}/onFail`} label="When it fails" options={consequences} />
        <NumberField at={`${at}/weight`} label="Weight" optional placeholder="1" />
      </div>
      <More title="Message, unclear results and sampling" used={more}>
        <TextField at={`${at}/message`} label="Message" optional help="Said when it fails" />
        <SelectField
          at={`${at}/onInconclusive`}
          label="When it can’t be made"
          none="As the verifier says"
          options={consequences}
        />
        <SwitchField
          at={`${at}/sample`}
          label="In some runs only"
          whenOn={{ rate: 0.1 }}
          help="The more speaks against a run, the surer it is made"
        >
          <NumberField
            at={`${at}/sample/rate`}
            label="Share of runs"
            help="0 to 1 when nothing speaks against the run. It rises to 1 with the risk found so far, the last verdict’s risk and the loop’s recent failures."
          />
        </SwitchField>
      </More>
    </>
  )
}

function OwnFields({ at, check }: { at: string; check: Check }) {
  switch (check.type) {
    case 'quality':
      return <QualityFields at={at} check={check} />
    case 'schema':
      return (
        <>
          <CelField at={`${at}/target`} label="Value to check" roots={checkRoots} />
          <JsonField at={`${at}/schema`} label="JSON Schema" shape="object" />
        </>
      )
    case 'integrity':
      return <IntegrityFields at={at} />
    case 'rule':
      return (
        <CelField
          at={`${at}/expr`}
          label="Holds when"
          roots={checkRoots}
          help="CEL that is true when all is well"
        />
      )
    case 'variance':
      return <VarianceFields at={at} />
    case 'drift':
      return <DriftFields at={at} check={check} />
    case 'http':
      return <HttpCheckFields at={at} check={check} />
  }
}
