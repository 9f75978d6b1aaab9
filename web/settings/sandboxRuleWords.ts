import type { SandboxRule } from '../../shared/api/sandbox.ts'
import { assertNever } from '../../shared/assertNever.ts'
import { formatDuration } from '../ui/formatTime.ts'

/** What a rule does, in words. */
export function behaviourWords(behave: SandboxRule['behave']): string {
  switch (behave.type) {
    case 'fail':
      return `fails with ${behave.status}`
    case 'stall':
      return 'never answers'
    case 'delay':
      return `answers after ${formatDuration(behave.ms)}`
    case 'respond':
      return `answers ${behave.status} and does nothing`
    default:
      return assertNever(behave)
  }
}

/** Which calls a rule is about, and how many more of them. */
export function matchWords(rule: SandboxRule): string {
  const call = [rule.method ?? 'Any method', rule.app ? `${rule.app}${rule.path}` : rule.path].join(' ')
  return rule.times === null ? call : `${call}, ${rule.times} more ${rule.times === 1 ? 'time' : 'times'}`
}
