import { CopyButton } from './CopyButton.tsx'
import { cx } from './cx.ts'
import { Tooltip } from './Tooltip.tsx'

/** An id cut to what tells it apart from its neighbours; a `sha256:` prefix stays. */
export function shortId(id: string): string {
  const [prefix, rest] = id.startsWith('sha256:') ? ['sha256:', id.slice(7)] : ['', id]
  if (prefix !== '') return `${prefix}${rest.slice(0, 8)}`
  return rest.length <= 14 ? rest : `${rest.slice(0, 5)}…${rest.slice(-6)}`
}

type IdProps = { id: string; copy?: boolean; label?: string; className?: string }

/** An id, shortened, with the whole of it in the tooltip and the copy button. */
export function Id({ id, copy = true, label = 'id', className }: IdProps) {
  return (
    <span className={cx('group inline-flex items-center gap-0.5 font-mono text-xs text-fg-2', className)}>
      <Tooltip label={<span className="break-all font-mono">{id}</span>}>
        <span>{shortId(id)}</span>
      </Tooltip>
      {copy && <CopyButton text={id} label={`Copy ${label}`} className="text-fg-3" />}
    </span>
  )
}
