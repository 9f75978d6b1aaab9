/** A planted fault: linting `files` with the project's rules must report `rule` in one of them. */
export type LintProbe = {
  rule: string
  files: Record<string, string>
}

/** One planted fault a rule, so that a rule that stops firing fails the tests instead of passing in silence. */
export const lintProbes: LintProbe[] = [
  { rule: 'eslint(max-lines)', files: { 'shared/long.ts': `${'export {}\n'.repeat(401)}` } },
  {
    rule: 'eslint(no-empty)',
    files: { 'worker/swallow.ts': 'export function f(g: () => void) {\n  try {\n    g()\n  } catch {}\n}\n' },
  },
  { rule: 'eslint(no-eval)', files: { 'web/evaluated.ts': "export const two = eval('1 + 1') as number\n" } },
  {
    rule: 'eslint(no-new-func)',
    files: { 'web/code.ts': "export const two = new Function('return 2') as () => number\n" },
  },
  {
    rule: 'import(no-cycle)',
    files: {
      'shared/a.ts': "import { b } from './b.ts'\nexport const a = () => b()\n",
      'shared/b.ts': "import { a } from './a.ts'\nexport const b = (): number => a()\n",
    },
  },
  { rule: 'import(no-default-export)', files: { 'web/page.ts': 'export default 1\n' } },
  {
    rule: 'typescript(ban-ts-comment)',
    files: { 'shared/hush.ts': "// @ts-ignore\nexport const n: number = 'one'\n" },
  },
  {
    rule: 'typescript(consistent-type-imports)',
    files: {
      'shared/typed.ts': "import { B } from './typing.ts'\nexport const a = (b: B) => b\n",
      'shared/typing.ts': 'export type B = { b: 1 }\n',
    },
  },
  {
    rule: 'typescript(no-explicit-any)',
    files: { 'shared/loose.ts': 'export const f = (x: any) => x as string\n' },
  },
  {
    rule: 'typescript(no-floating-promises)',
    files: { 'worker/float.ts': 'async function f() {}\nexport function g() {\n  f()\n}\n' },
  },
  {
    rule: 'typescript(no-misused-promises)',
    files: {
      'worker/misuse.ts': 'export function g(f: () => Promise<boolean>) {\n  return f() ? 1 : 2\n}\n',
    },
  },
  {
    rule: 'typescript(only-throw-error)',
    files: { 'worker/thrown.ts': "export function f() {\n  throw 'text'\n}\n" },
  },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    files: {
      'web/some.ts':
        "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n",
    },
  },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    files: {
      'shared/some.ts':
        "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n    default:\n      return 2\n  }\n}\n",
    },
  },
  {
    rule: 'react-hooks(rules-of-hooks)',
    files: {
      'web/Hook.tsx':
        'declare function useState(x: number): number\nexport function Hook({ on }: { on: boolean }) {\n  if (on) useState(1)\n  return null\n}\n',
    },
  },
  {
    rule: 'jsx-a11y(alt-text)',
    files: { 'web/Picture.tsx': "export const Picture = () => <img src='a.png' />\n" },
  },
  { rule: 'unicorn(filename-case)', files: { 'shared/kebab-name.ts': 'export const a = 1\n' } },
  {
    rule: 'vitest(no-disabled-tests)',
    files: {
      'test/shared/skip.test.ts': "import { it } from 'vitest'\nit.skip('does', () => {})\n",
    },
  },
  {
    rule: 'vitest(no-focused-tests)',
    files: {
      'test/shared/only.test.ts': "import { it } from 'vitest'\nit.only('does', () => {})\n",
    },
  },
  {
    rule: 'eslint(no-restricted-globals)',
    files: { 'shared/clock.ts': 'export const now = () => Date.now()\n' },
  },
  {
    rule: 'eslint(no-restricted-properties)',
    files: { 'shared/dice.ts': 'export const roll = () => Math.random()\n' },
  },
]
