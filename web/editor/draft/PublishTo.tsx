import { nextNumber } from '../store/draftSlice.ts'
import { useEditor } from '../store/EditorContext.ts'
import { percent } from '../versions/rollout/rolloutWords.ts'
import { readShare, ShareField } from '../versions/rollout/ShareField.tsx'
import { staysWords } from '../versions/rollout/useRolloutChange.ts'

/** Of a canary, in percent, as somebody wrote it; null where the version goes to everybody. */
export type WrittenShare = string | null

/** The member of a publication that says who gets the version; null where that can't be read. */
export function canaryMember(share: WrittenShare): { canary?: { weight: number } } | null {
  if (share === null) return {}
  const weight = readShare(share)
  return weight === null ? null : { canary: { weight } }
}

type PublishToProps = { share: WrittenShare; onChange: (share: WrittenShare) => void }

/** Who gets the new version: everybody at once, or a share of the calls while the stable version keeps the rest. */
export function PublishTo({ share, onChange }: PublishToProps) {
  const published = useEditor((state) => state.published)
  if (!published) return null
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-fg-2">Who gets it</legend>
      <Choice label="To everybody" checked={share === null} onChoose={() => onChange(null)} />
      <Choice
        label="As a canary, for a share of the calls"
        checked={share !== null}
        onChoose={() => onChange('10')}
      />
      {share !== null && <ShareField text={share} onChange={onChange} />}
    </fieldset>
  )
}

type ChoiceProps = { label: string; checked: boolean; onChoose: () => void }

function Choice({ label, checked, onChoose }: ChoiceProps) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="radio" name="publish-to" className="accent-accent" checked={checked} onChange={onChoose} />
      {label}
    </label>
  )
}

/** What happens to calls and runs once the version is out. */
export function PublishToWords({ share }: { share: WrittenShare }) {
  const next = useEditor(nextNumber)
  const published = useEditor((state) => state.published)
  const canary = useEditor((state) => state.canary)
  const weight = share === null ? null : readShare(share)
  const stops = canary ? ` Version ${canary.number}, the canary now, gets none any more.` : ''
  if (weight === null || !published) return `Version ${next} will receive all traffic at once.${stops}`
  return `Version ${next} will receive ${percent(weight)} of the calls, version ${published.number} the rest.${stops} ${staysWords}`
}
