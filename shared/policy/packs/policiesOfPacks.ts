import type { Policy } from '../../graph/policy.ts'
import type { PackRule, PackSetting, PackUse, PackVersion, PolicyPack } from './pack.ts'
import { packOf, policyPacks } from './packs.ts'

/** How policies that come from a pack are named; no policy of the workspace's own may begin like that. */
const prefix = 'pack_'

export const isOfPack = (policy: string): boolean => policy.startsWith(prefix)

/** How the policy is named that comes of a rule of a pack. */
export const packPolicyId = (pack: string, rule: string): string => `${prefix}${pack}_${rule}`

/** What keeps a use of a pack from being one; `pointer` leads into the list of uses. */
export type PackFault = { pointer: string; message: string }

/** What is wrong with uses of packs: packs, versions, rules and settings that do not exist, numbers out of their bounds. */
export function packFaults(
  uses: readonly PackUse[],
  packs: readonly PolicyPack[] = policyPacks,
): PackFault[] {
  return uses.flatMap((use, place) => {
    const fault = (field: string, message: string): PackFault => ({ pointer: `/${place}${field}`, message })
    const pack = packOf(use.pack, packs)
    if (!pack) return [fault('/pack', `There is no pack “${use.pack}”.`)]
    if (uses.findIndex((each) => each.pack === use.pack) !== place)
      return [fault('/pack', `The pack “${use.pack}” is turned on twice.`)]
    const version = versionOf(pack, use)
    if (!version) return [fault('/version', `The pack “${pack.title}” has no version ${use.version}.`)]
    return [
      ...(use.without ?? []).flatMap((rule, index) =>
        version.rules.some(({ id }) => id === rule)
          ? []
          : [
              fault(
                `/without/${index}`,
                `The pack “${pack.title}” has no rule “${rule}” in version ${version.version}.`,
              ),
            ],
      ),
      ...Object.entries(use.settings ?? {}).flatMap(([name, value]) => {
        const message = settingFault(version, name, value)
        return message === null ? [] : [fault(`/settings/${name}`, message)]
      }),
    ]
  })
}

function settingFault({ settings }: PackVersion, name: string, value: number): string | null {
  const setting = settings.find((each) => each.name === name)
  if (!setting) return `There is no setting “${name}”.`
  const { label, kind, min, max } = setting
  if (value < min || value > max) return `“${label}” is from ${min} to ${max}.`
  return kind === 'whole' && !Number.isInteger(value) ? `“${label}” is a whole number.` : null
}

/** The policies that come of packs in use. What has faults gives none. */
export function policiesOfPacks(
  uses: readonly PackUse[],
  packs: readonly PolicyPack[] = policyPacks,
): Policy[] {
  return uses.flatMap((use) => {
    const pack = packOf(use.pack, packs)
    const version = pack && versionOf(pack, use)
    if (!pack || !version) return []
    return version.rules
      .filter(({ id }) => use.without?.includes(id) !== true)
      .map((rule) => policyOf(rule, pack.id, version, use))
  })
}

function versionOf({ versions }: PolicyPack, { version }: PackUse): PackVersion | undefined {
  return versions.find((each) => each.version === version)
}

/** Its version is that of the pack, so that the records of a run say which rules it was held to. */
function policyOf(
  { why: _why, serves: _serves, ...rule }: PackRule,
  pack: string,
  { version, settings }: PackVersion,
  use: PackUse,
): Policy {
  return {
    ...rule,
    id: packPolicyId(pack, rule.id),
    when: withSettings(rule.when, settings, use),
    version,
    ...(use.mode === 'dry-run' ? { mode: use.mode } : {}),
  }
}

function withSettings(when: string, settings: readonly PackSetting[], use: PackUse): string {
  return when.replace(/\$([A-Za-z]+)/gu, (whole, name: string) => {
    const setting = settings.find((each) => each.name === name)
    return setting ? literal(setting.kind, use.settings?.[name] ?? setting.value) : whole
  })
}

/** A number as CEL writes it: whole ones have no point, real ones have one. */
function literal(kind: PackSetting['kind'], value: number): string {
  const text = String(value)
  return kind === 'whole' || /[.e]/u.test(text) ? text : `${text}.0`
}
