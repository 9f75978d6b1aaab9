import type { VerifierNode } from '../../../../shared/graph/nodes/verifier.ts'
import type { Json } from '../../../../shared/json.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { CelField } from '../fields/CelField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, isObject, textOf } from '../items.ts'
import { Section } from '../Section.tsx'
import { consequences } from './consequences.ts'

const checkTypes = [
  { value: 'rule', label: 'Rule', hint: 'Holds when an expression is true' },
  { value: 'schema', label: 'Schema', hint: 'Holds when a value is valid against a JSON Schema' },
] as const

const newCheck = (items: readonly Json[]): Json => ({
  type: 'rule',
  id: uniqueId('check', idsOf(items)),
  onFail: 'replan',
  expr: 'true',
})

const withType = (check: Json, type: string): Json => {
  const { expr: _expr, target: _target, schema: _schema, ...base } = isObject(check) ? check : {}
  return type === 'rule'
    ? { ...base, type: 'rule', expr: 'true' }
    : { ...base, type: 'schema', target: 'steps', schema: { type: 'object' } }
}

/** What is checked, and what each failure leads to. */
export function VerifierForm({ node }: { node: VerifierNode }) {
  return (
    <>
      <Section title="Checks" aside={node.checks.length}>
        <ListField
          at="/checks"
          noun="check"
          empty="Without a check, every plan whose steps succeed passes."
          make={newCheck}
          title={(item) => textOf(item, 'title', 'id')}
        >
          {(at, item) => (
            <>
              <div className="grid grid-cols-2 gap-2">
                <TextField at={`${at}/id`} label="Id" code />
                <SelectField
                  at={at}
                  label="Type"
                  options={checkTypes}
                  fromValue={(value) => textOf(value, 'type')}
                  toValue={(type) => withType(item, type)}
                />
              </div>
              <TextField at={`${at}/title`} label="Title" optional />
              {isObject(item) && item['type'] === 'schema' ? (
                <>
                  <CelField at={`${at}/target`} label="Value to check" />
                  <JsonField at={`${at}/schema`} label="JSON Schema" shape="object" />
                </>
              ) : (
                <CelField at={`${at}/expr`} label="Holds when" help="CEL that is true when all is well" />
              )}
              <div className="grid grid-cols-2 gap-2">
                <SelectField at={`${at}/onFail`} label="When it fails" options={consequences} />
                <NumberField at={`${at}/weight`} label="Weight" optional placeholder="1" />
              </div>
              <TextField at={`${at}/message`} label="Message" optional help="Said when it fails" />
            </>
          )}
        </ListField>
      </Section>
      <Section title="When a step goes wrong">
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
          label="A check could not run"
          none="Escalate (default)"
          options={consequences}
        />
        <NumberField
          at="/escalateAtRisk"
          label="Escalate at risk"
          optional
          placeholder="never"
          help="0 to 1: the weight of what failed over all weight"
        />
      </Section>
    </>
  )
}
