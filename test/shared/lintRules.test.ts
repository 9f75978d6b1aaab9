import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintProbes } from '../support/lintProbes.ts'

const top = resolve(import.meta.dirname, '../..')

const tsconfig = {
  compilerOptions: { strict: true, noEmit: true, allowImportingTsExtensions: true, jsx: 'preserve' },
}

type Report = { diagnostics: { code: string; filename: string }[]; number_of_files: number }

/** Lints a small tree of its own with the project's rules. */
function lint(files: Record<string, string>): Report {
  const tree = mkdtempSync(join(tmpdir(), 'pavane-lint-'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  write('tsconfig.json', JSON.stringify(tsconfig))
  write('.oxlintrc.json', readFileSync(join(top, '.oxlintrc.json'), 'utf8'))
  for (const [path, text] of Object.entries(files)) write(path, text)
  const result = spawnSync(
    process.execPath,
    [join(top, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'],
    { cwd: tree, encoding: 'utf8' },
  )
  rmSync(tree, { recursive: true })
  return JSON.parse(result.stdout) as Report
}

describe('the lint rules, over one planted fault each', () => {
  const paths = lintProbes.flatMap((probe) => Object.keys(probe.files))
  const report = lint(Object.assign({}, ...lintProbes.map((probe) => probe.files)))

  it('see every planted file', () => {
    expect(new Set(paths).size).toBe(paths.length)
    expect(report.number_of_files).toBe(paths.length)
  })

  it.for(lintProbes)('report $rule', ({ rule, files }) => {
    const found = report.diagnostics.filter((diagnostic) => diagnostic.code === rule)
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([expect.toSatisfy((path) => found.some(({ filename }) => filename === path))]),
    )
  })
})

describe('the lint rules, over what is allowed', () => {
  it('report nothing', () => {
    const report = lint({
      'shared/fine.ts': 'export const one = 1\n',
      'worker/index.ts': 'export default 1\n',
      'test/shared/clock.ts': 'export const now = () => Date.now()\n',
      'test/vitest.config.ts': 'export default 1\n',
    })
    expect(report).toMatchObject({ diagnostics: [], number_of_files: 4 })
  })
})
