import { type SandboxRule, SandboxRules } from '../../../shared/api/sandbox.ts'
import { asAdmin, jsonOf } from './edge.ts'

/** Adds a rule to the sandbox, for a path that only this test calls; once unless it says otherwise. */
export async function misbehave(
  rule: Pick<SandboxRule, 'path' | 'behave'> & { times?: number },
): Promise<void> {
  const { rules } = SandboxRules.parse(await jsonOf(await asAdmin('/api/sandbox/rules')))
  const added = { id: `rule-${rules.length}`, times: 1, ...rule }
  await jsonOf(await asAdmin('/api/sandbox/rules', { method: 'PUT', json: { rules: [...rules, added] } }))
}
