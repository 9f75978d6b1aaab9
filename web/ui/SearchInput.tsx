import { Search } from 'lucide-react'
import { cx } from './cx.ts'
import { Input } from './Input.tsx'

type SearchInputProps = {
  /** What is searched, as its name for assistive technology. */
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  className?: string
  /** `sm` stands in the bar over a table. */
  size?: 'sm' | 'md'
}

const sizes = {
  sm: { icon: 'top-1 left-1.5', input: 'h-6 pl-7 text-xs' },
  md: { icon: 'top-1.5 left-2', input: 'pl-8' },
} as const

/** A line to search with, known by its magnifying glass. */
export function SearchInput({
  label,
  placeholder,
  value,
  onChange,
  className,
  size = 'md',
}: SearchInputProps) {
  return (
    <div className={cx('relative', className)}>
      <Search aria-hidden className={cx('absolute size-4 text-fg-3', sizes[size].icon)} />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        className={sizes[size].input}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
