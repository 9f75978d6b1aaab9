import { ChevronDown, ChevronRight } from 'lucide-react'
import type { PackUse, PolicyPack } from '../../../../shared/policy/packs/pack.ts'
import { newestOf } from '../../../../shared/policy/packs/packs.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { PackDetail } from './PackDetail.tsx'
import { begunWith } from './packEdits.ts'

type PackItemProps = {
  pack: PolicyPack
  /** Null while it is off. */
  use: PackUse | null
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  /** Null where it may only be read; called with null to turn it off. */
  onChange: ((next: PackUse | null) => void) | null
}

/** A pack as a line that opens to its rules, settings and versions. */
export function PackItem({ pack, use, isOpen, onOpen, onChange }: PackItemProps) {
  const newest = newestOf(pack)
  const turn = () => {
    onChange?.(use ? null : begunWith(pack))
    if (!use) onOpen(true)
  }
  return (
    <li className="rounded-md border border-line-1 bg-surface-1">
      <div className="flex flex-wrap items-center gap-2 px-2 py-1.5">
        <IconButton
          size="sm"
          label={`${isOpen ? 'Close' : 'Open'} the pack ${pack.title}`}
          icon={isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          onClick={() => onOpen(!isOpen)}
        />
        <span className="text-sm font-medium">{pack.title}</span>
        {use ? (
          <>
            <Badge tone={use.mode === 'dry-run' ? 'warning' : 'success'}>
              {use.mode === 'dry-run' ? 'on trial' : 'enforced'}
            </Badge>
            <Badge>version {use.version}</Badge>
            {use.version < newest.version && <Badge tone="accent">version {newest.version} is there</Badge>}
          </>
        ) : (
          <Badge>off</Badge>
        )}
        <span className="min-w-40 flex-1 truncate text-xs text-fg-3">{pack.says}</span>
        {onChange && (
          <Button size="sm" aria-label={`Turn ${use ? 'off' : 'on'} ${pack.title}`} onClick={turn}>
            {use ? 'Turn off' : 'Turn on'}
          </Button>
        )}
      </div>
      {isOpen && <PackDetail pack={pack} use={use} onChange={use && onChange} />}
    </li>
  )
}
