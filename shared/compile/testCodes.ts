import type { CodeInfo } from './lintCodes.ts'

const warning = (title: string, help: string): CodeInfo & { severity: 'warning' } => ({
  severity: 'warning',
  title,
  help,
})

/** What is wrong with the tests that a loop carries and the cases of its policies, or what they found. */
export const testCodes = {
  'case-expects-nothing': warning(
    'Test expects nothing',
    'A test that expects nothing passes whatever happens. Say what must come: a plan, a verdict, an outcome.',
  ),
  'case-unknown-name': warning(
    'Unknown name in a test',
    'The test names an action, planner or check that the loop does not have, so that part of it says nothing.',
  ),
  'policy-case-fails': warning(
    'Case of a policy fails',
    'The policy decides a case that it carries otherwise than the case expects, or can’t be evaluated on it.',
  ),
} as const satisfies Record<string, CodeInfo>
