import type { PolicyExpectation } from '../../shared/graph/policyCase.ts'

/** What a case of a policy may expect, in words. */
export const expectOptions = [
  { value: 'applies', label: 'Applies', hint: 'Whatever its effect' },
  { value: 'does-not-apply', label: 'Does not apply' },
  { value: 'deny', label: 'Denies', hint: 'At output also where approval would be needed' },
  { value: 'require-approval', label: 'Asks for approval' },
  { value: 'redact', label: 'Redacts' },
  { value: 'flag', label: 'Flags' },
] as const satisfies readonly { value: PolicyExpectation; label: string; hint?: string }[]
