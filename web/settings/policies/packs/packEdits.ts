import type { PackUse, PackVersion, PolicyPack } from '../../../../shared/policy/packs/pack.ts'
import { newestOf } from '../../../../shared/policy/packs/packs.ts'

/** Begins with a pack as it is offered now, on trial: it records what it would have done and changes nothing. */
export function begunWith(pack: PolicyPack): PackUse {
  return { pack: pack.id, version: newestOf(pack).version, mode: 'dry-run' }
}

/** Another version of the pack; what was left out and set stays, as far as the version has it. */
export function atVersion({ pack, mode, without = [], settings = {} }: PackUse, to: PackVersion): PackUse {
  const rules = new Set(to.rules.map(({ id }) => id))
  const names = new Set(to.settings.map(({ name }) => name))
  return compact({
    pack,
    version: to.version,
    mode,
    without: without.filter((rule) => rules.has(rule)),
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name))),
  })
}

/** Takes a rule in or leaves it out. */
export function withRule(use: PackUse, rule: string, isIn: boolean): PackUse {
  const others = (use.without ?? []).filter((each) => each !== rule)
  return compact({ ...use, without: isIn ? others : [...others, rule] })
}

/** Sets a number; one that is the pack's own is left out. */
export function withSetting(use: PackUse, { settings }: PackVersion, name: string, value: number): PackUse {
  const own = settings.find((setting) => setting.name === name)?.value
  const { [name]: _before, ...others } = use.settings ?? {}
  return compact({ ...use, settings: value === own ? others : { ...others, [name]: value } })
}

/** On trial or enforced. */
export function inMode(use: PackUse, mode: string): PackUse {
  return compact({ ...use, mode: mode === 'dry-run' ? 'dry-run' : undefined })
}

type Loose = Omit<PackUse, 'mode'> & { mode?: PackUse['mode'] | undefined }

/** Leaves out what says nothing. */
function compact({ pack, version, mode, without = [], settings = {} }: Loose): PackUse {
  return {
    pack,
    version,
    ...(mode === undefined ? {} : { mode }),
    ...(without.length === 0 ? {} : { without }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
}
