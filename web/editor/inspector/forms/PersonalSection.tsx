import { PersonalDetector } from '../../../../shared/graph/nodes/personal.ts'
import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { Section } from '../Section.tsx'

const detectorWords: Record<PersonalDetector, string> = {
  email: 'E-mail addresses',
  phone: 'Phone numbers',
  card: 'Card numbers',
  iban: 'IBANs',
  'national-id': 'National ids',
  ip: 'IP addresses',
  names: 'Names, addresses, birth dates (by field name)',
}
const detectors = PersonalDetector.options.map((value) => ({ value, label: detectorWords[value] }))

/** What runs log tokens for, besides the fields that schemas mark. */
export function PersonalSection({ node: { personal, keep } }: { node: TriggerNode }) {
  return (
    <Section
      title="Personal data"
      aside={personal?.detect?.length ?? 0}
      open={personal !== undefined || keep !== undefined}
    >
      <SwitchField
        at="/personal"
        label="Keep personal data out of logs"
        whenOn={{ detect: [...PersonalDetector.options] }}
        help="Logs hold tokens; the values are encrypted under a key of each run. Fields marked x-pavane-personal are hidden in any case"
      >
        <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
          <ChoicesField
            at="/personal/detect"
            label="Look for"
            optional
            whenLeftOut={[]}
            options={detectors}
          />
          {personal?.detect?.includes('phone') && (
            <TextField
              at="/personal/country"
              label="Country of phone numbers"
              optional
              code
              help="Two letters, such as DE, for numbers without a country code"
            />
          )}
          <SwitchField
            at="/personal/join"
            label="Same token in all runs"
            whenOn
            help="Tells that two runs are about one person, and not about whom"
          />
        </div>
      </SwitchField>
      <SwitchField
        at="/keep"
        label="Drop ended runs after a time"
        whenOn={{ days: 90 }}
        help="With their logs and personal values. A call that comes again after that starts a new run"
      >
        <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
          <NumberField at="/keep/days" label="Days after their end" />
          <SwitchField
            at="/keep/archive"
            label="Archive them first"
            whenOn
            help="To the R2 bucket that is bound as ARCHIVE, or to the state folder of a local server. What can’t be archived stays"
          />
        </div>
      </SwitchField>
    </Section>
  )
}
