import { type ReactNode, useState } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Input } from '../../../ui/Input.tsx'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type WordsFieldProps = {
  at: string
  label: ReactNode
  help?: ReactNode
  placeholder?: string
  numbers?: boolean
}

/** A list of words or whole numbers, written with commas. */
export function WordsField({ at, label, help, placeholder, numbers = false }: WordsFieldProps) {
  const field = useField(at, { deep: true })
  const [typed, setTyped] = useState<string | null>(null)
  const own = Array.isArray(field.value)
    ? field.value.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(', ')
    : ''
  const onChange = (text: string) => {
    setTyped(text)
    const words = text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
    const wrong = numbers ? words.find((word) => !Number.isInteger(Number(word))) : undefined
    if (wrong !== undefined) return field.keep(text, `“${wrong}” is not a whole number`)
    const list: Json[] = numbers ? words.map(Number) : words
    field.write(list.length === 0 ? undefined : list)
  }
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems}>
      <Input
        code
        value={field.text ?? typed ?? own}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => {
          setTyped(null)
          field.leave()
        }}
      />
    </FieldFrame>
  )
}
