import type { PersonalKind } from '../graph/nodes/personal.ts'
import type { PersonalValue } from './PersonalValues.ts'

const dots = '•••'

/** A hint of a value: enough to tell whether it is the one that is meant, not enough to tell it. */
export function hintOf(kind: PersonalKind, value: PersonalValue): string {
  const text = String(value)
  switch (kind) {
    case 'email': {
      const [local = '', domain = ''] = text.split('@')
      return `${first(local)}${dots}@${first(domain)}${dots}.${domain.split('.').at(-1) ?? ''}`
    }
    case 'phone':
      return text.length > 6 ? `${dots} ${text.slice(-2)}` : dots
    case 'card':
      return text.length > 12 ? `${dots} ${text.replace(/\D/g, '').slice(-4)}` : dots
    case 'iban':
      return text.length > 12 ? `${text.slice(0, 2)}${dots}${text.slice(-2)}` : dots
    case 'name':
      return text
        .split(/\s+/)
        .map((word) => `${first(word)}.`)
        .join(' ')
    case 'address':
    case 'birth-date':
    case 'ip':
    case 'national-id':
    case 'text':
      return dots
  }
}

const first = (text: string) => Array.from(text)[0] ?? ''
