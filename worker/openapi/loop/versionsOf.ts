import type { HookVersions } from '../../../shared/api/hooks.ts'
import type { PublishedLoop } from '../../objects/ports.ts'

/** What a caller is told of the versions that take calls. */
export const versionsOf = ({ stable, canary }: PublishedLoop): HookVersions => ({
  loop: stable.program.name,
  title: stable.program.title,
  stable: { number: stable.number, version: stable.program.version },
  canary: canary && { number: canary.number, version: canary.program.version },
})
