import type { z } from 'zod'
import type { SandboxCallList, SandboxRule } from '../../../shared/api/sandbox.ts'

/** What the Worker asks of the sandbox. */
export type SandboxApi = {
  calls(before: number | null, limit: number): Promise<z.infer<typeof SandboxCallList>>
  clear(): Promise<void>
  rules(): Promise<SandboxRule[]>
  putRules(rules: SandboxRule[]): Promise<void>
}
