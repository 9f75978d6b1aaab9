import { X } from 'lucide-react'
import { Button } from './Button.tsx'

type FilterChipProps = { label: string; onClear: () => void }

/** Something that a list is narrowed to; a press takes it away. */
export function FilterChip({ label, onClear }: FilterChipProps) {
  return (
    <Button size="sm" icon={<X aria-hidden />} aria-label={`${label}: show others too`} onClick={onClear}>
      <span className="max-w-48 truncate">{label}</span>
    </Button>
  )
}
