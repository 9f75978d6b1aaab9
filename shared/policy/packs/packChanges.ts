import { canonicalJson } from '../../audit/canonicalJson.ts'
import type { PackUse } from './pack.ts'

/** What happened to a pack, for the log of changes. */
export type PackChange = {
  what: 'policies.pack-on' | 'policies.pack-off' | 'policies.pack-version' | 'policies.pack-changed'
  pack: string
  detail: string
}

/** What became of the packs in use, one change a pack. */
export function packChanges(before: readonly PackUse[], after: readonly PackUse[]): PackChange[] {
  const was = new Map(before.map((use) => [use.pack, use]))
  const kept = new Set(after.map(({ pack }) => pack))
  return [
    ...after.flatMap((use) => changeOf(was.get(use.pack), use)),
    ...before
      .filter(({ pack }) => !kept.has(pack))
      .map(
        ({ pack, version }): PackChange => ({
          what: 'policies.pack-off',
          pack,
          detail: `version ${version}`,
        }),
      ),
  ]
}

function changeOf(before: PackUse | undefined, after: PackUse): PackChange[] {
  const { pack } = after
  if (!before) return [{ what: 'policies.pack-on', pack, detail: `version ${after.version}${words(after)}` }]
  if (before.version !== after.version) {
    const detail = `from version ${before.version} to ${after.version}${words(after)}`
    return [{ what: 'policies.pack-version', pack, detail }]
  }
  return canonicalJson(before) === canonicalJson(after)
    ? []
    : [{ what: 'policies.pack-changed', pack, detail: `version ${after.version}${words(after)}` }]
}

function words({ mode, without = [], settings = {} }: PackUse): string {
  return [
    mode === 'dry-run' ? ', on trial' : ', enforced',
    without.length > 0 ? `, without ${without.join(', ')}` : '',
    ...Object.entries(settings).map(([name, value]) => `, ${name} ${value}`),
  ].join('')
}
