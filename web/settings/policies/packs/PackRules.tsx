import { useId } from 'react'
import type { PackRule, PackUse, PackVersion } from '../../../../shared/policy/packs/pack.ts'
import { packPolicyId, policiesOfPacks } from '../../../../shared/policy/packs/policiesOfPacks.ts'
import { effectOptions, pointOptions } from '../../../policies/policyWords.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { toneOfEffect } from '../toneOfEffect.ts'
import { withRule } from './packEdits.ts'

type PackRulesProps = {
  version: PackVersion
  use: PackUse | null
  /** Null while the pack is off, or may only be read. */
  onChange: ((next: PackUse) => void) | null
}

/** The rules of a pack: what each does, why, and what it serves; those that are left out are not ticked. */
export function PackRules({ version, use, onChange }: PackRulesProps) {
  return (
    <ul aria-label="Rules" className="flex flex-col">
      {version.rules.map((rule) => (
        <RuleRow
          key={rule.id}
          rule={rule}
          when={whenOf(rule, use)}
          isIn={use?.without?.includes(rule.id) !== true}
          onTurn={use && onChange && ((isIn) => onChange(withRule(use, rule.id, isIn)))}
        />
      ))}
    </ul>
  )
}

/** The condition with the numbers of the workspace, as runs are held to it. */
function whenOf(rule: PackRule, use: PackUse | null): string {
  if (!use) return rule.when
  const { without: _without, ...whole } = use
  const id = packPolicyId(use.pack, rule.id)
  return policiesOfPacks([whole]).find((policy) => policy.id === id)?.when ?? rule.when
}

type RuleRowProps = {
  rule: PackRule
  when: string
  isIn: boolean
  onTurn: ((isIn: boolean) => void) | null
}

function RuleRow({ rule: { title, effect, at, need, why, serves }, when, isIn, onTurn }: RuleRowProps) {
  const id = useId()
  return (
    <li className="flex gap-2 border-t border-line-1 py-2 first:border-t-0">
      {onTurn && <Checkbox id={id} checked={isIn} onCheckedChange={(next) => onTurn(next === true)} />}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <label htmlFor={onTurn ? id : undefined} className="font-medium">
            {title}
          </label>
          <Badge tone={toneOfEffect[effect]}>
            {effectOptions.find(({ value }) => value === effect)?.label}
            {need !== undefined && need > 1 ? ` of ${need}` : ''}
          </Badge>
          <Badge>at {pointOptions.find(({ value }) => value === at)?.label.toLowerCase()}</Badge>
        </p>
        <p className="text-xs text-fg-2">{why}</p>
        <code className="font-mono text-xs break-words text-fg-3">{when}</code>
        <ul aria-label="It serves" className="text-xs text-fg-3">
          {serves.map(({ framework, control, asks }) => (
            <li key={`${framework} ${control}`}>
              <span className="font-medium text-fg-2">
                {framework}, {control}
              </span>
              : {asks}
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}
