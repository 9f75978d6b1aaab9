import type { Json } from '../../../../shared/json.ts'
import { CelField } from '../fields/CelField.tsx'
import { HostField } from '../fields/HostField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { textOf } from '../items.ts'
import { useFacts } from '../useGraphNames.ts'
import { useResources } from '../useResources.ts'

const types = [
  { value: 'reachable', label: 'A host answers' },
  { value: 'fresh', label: 'Something is not too old', hint: 'The input, or a fact' },
  { value: 'holds', label: 'A condition is true' },
] as const

const scope = ['input', 'request', 'run', 'steps', 'facts'] as const

type AssumesFieldProps = { at: string; empty: string }

/** What is taken for granted: a row an assumption. */
export function AssumesField({ at, empty }: AssumesFieldProps) {
  const { hosts } = useResources()
  const host = hosts[0]?.name ?? ''
  return (
    <ListField
      at={at}
      noun="assumption"
      optional
      empty={empty}
      make={() => newAssumption('holds', host)}
      title={describe}
    >
      {(itemAt, item) => (
        <>
          <SelectField
            at={itemAt}
            label="Takes for granted"
            options={types}
            fromValue={(value) => textOf(value, 'type')}
            toValue={(type) => newAssumption(type, host)}
          />
          <AssumptionDetails at={itemAt} type={textOf(item, 'type')} />
        </>
      )}
    </ListField>
  )
}

function newAssumption(type: string, host: string): Json {
  if (type === 'reachable') return { type, host }
  if (type === 'fresh') return { type, what: 'input', seconds: 300 }
  return { type: 'holds', expr: 'true', message: '' }
}

function describe(item: Json): string {
  switch (textOf(item, 'type')) {
    case 'reachable':
      return `${textOf(item, 'host') || '(no host)'} answers`
    case 'fresh':
      return `${textOf(item, 'what') || '…'} is fresh`
    default:
      return textOf(item, 'message', 'expr') || 'a condition'
  }
}

function AssumptionDetails({ at, type }: { at: string; type: string }) {
  const facts = useFacts()
  if (type === 'reachable') return <HostField at={`${at}/host`} />
  if (type === 'fresh')
    return (
      <div className="grid grid-cols-2 gap-2">
        <SelectField
          at={`${at}/what`}
          label="What"
          options={['input', ...facts].map((value) => ({ value, label: value }))}
        />
        <SecondsField at={`${at}/seconds`} label="Not older than" />
      </div>
    )
  return (
    <>
      <CelField at={`${at}/expr`} label="Must be true" roots={scope} />
      <TextField at={`${at}/message`} label="Message" help="What is said when it is not" />
    </>
  )
}
