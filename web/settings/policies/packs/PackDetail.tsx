import type { Policy } from '../../../../shared/graph/policy.ts'
import type { PackUse, PolicyPack } from '../../../../shared/policy/packs/pack.ts'
import { newestOf } from '../../../../shared/policy/packs/packs.ts'
import { policiesOfPacks } from '../../../../shared/policy/packs/policiesOfPacks.ts'
import { modeOptions } from '../../../policies/policyWords.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { PolicyDiffView } from '../PolicyDiffView.tsx'
import { diffPolicies } from '../policyDiff.ts'
import { PackRules } from './PackRules.tsx'
import { PackSettings } from './PackSettings.tsx'
import { atVersion, inMode } from './packEdits.ts'

type PackDetailProps = {
  pack: PolicyPack
  use: PackUse | null
  /** Null while the pack is off, or may only be read. */
  onChange: ((next: PackUse) => void) | null
}

/** What a pack says, at the version in use, or as it is offered. */
export function PackDetail({ pack, use, onChange }: PackDetailProps) {
  const newest = newestOf(pack)
  const shown = pack.versions.find(({ version }) => version === use?.version) ?? newest
  return (
    <div className="flex flex-col gap-3 border-t border-line-1 p-3">
      <p className="text-sm text-fg-2">{pack.says}</p>
      {use && onChange && (
        <div className="flex flex-wrap gap-3">
          <Field label="Mode" className="w-44">
            <Select
              value={use.mode ?? 'enforce'}
              options={modeOptions}
              onValueChange={(mode) => onChange(inMode(use, mode))}
            />
          </Field>
          <Field label="Version" className="w-44" help="It stays until you choose another.">
            <Select
              value={String(use.version)}
              options={pack.versions.map(({ version }) => ({
                value: String(version),
                label: `Version ${version}${version === newest.version ? ', the newest' : ''}`,
              }))}
              onValueChange={(value) => {
                const to = pack.versions.find(({ version }) => String(version) === value)
                if (to) onChange(atVersion(use, to))
              }}
            />
          </Field>
          <PackSettings version={shown} use={use} onChange={onChange} />
        </div>
      )}
      {use && onChange && use.version < newest.version && (
        <section
          aria-label={`Upgrade of ${pack.title}`}
          className="flex flex-col gap-2 rounded-md border border-line-2 p-3"
        >
          <h4 className="text-xs font-semibold">
            Version {newest.version}: <span className="font-normal">{newest.changes}</span>
          </h4>
          <PolicyDiffView
            diff={diffPolicies(
              unnumbered(policiesOfPacks([use])),
              unnumbered(policiesOfPacks([atVersion(use, newest)])),
            )}
          />
          <Button size="sm" className="self-start" onClick={() => onChange(atVersion(use, newest))}>
            Upgrade to version {newest.version}
          </Button>
        </section>
      )}
      <PackRules version={shown} use={use} onChange={onChange} />
    </div>
  )
}

/** Every policy of a pack carries the pack's version: that alone is no change of the policy. */
const unnumbered = (policies: readonly Policy[]) => policies.map(({ version: _version, ...policy }) => policy)
