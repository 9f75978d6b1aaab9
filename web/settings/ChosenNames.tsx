import { X } from 'lucide-react'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/IconButton.tsx'

type ChosenNamesProps = {
  label: string
  names: readonly string[]
  onChange: (names: readonly string[]) => void
  className?: string
}

/** Names that were chosen, each with a way to take it away again. */
export function ChosenNames({ label, names, onChange, className }: ChosenNamesProps) {
  if (names.length === 0) return null
  return (
    <ul aria-label={label} className={cx('flex flex-wrap gap-2', className)}>
      {names.map((name) => (
        <li key={name} className="flex items-center rounded-md border border-line-1 pl-2">
          <code className="font-mono text-xs">{name}</code>
          <IconButton
            label={`Take ${name} away`}
            icon={<X aria-hidden />}
            onClick={() => onChange(names.filter((each) => each !== name))}
          />
        </li>
      ))}
    </ul>
  )
}
