import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brokenRule } from '../support/dependencyRules.ts'
import { importsOf, readImportGraph, sourceFiles } from '../support/importGraph.ts'

const top = resolve(import.meta.dirname, '../..')

const broken = (path: string, text: string) => importsOf(path, text).map(brokenRule)

describe('the dependency rules', () => {
  it('hold for every import of the project', () => {
    const imports = readImportGraph(top)
    expect(imports.length).toBeGreaterThan(sourceFiles(top).length)
    const faults = imports.flatMap((found) => {
      const rule = brokenRule(found)
      return rule ? [`${found.from} imports ${found.specifier}: ${rule}`] : []
    })
    expect(faults).toEqual([])
  })

  it.for<[string, string, string]>([
    ['web/app/api.ts', "import { app } from '../../worker/app.ts'", 'web never imports worker'],
    ['worker/app.ts', "export { Node } from '../web/ui/Node.tsx'", 'worker never imports web'],
    ['worker/app.ts', "const start = await import('./local/start.ts')", 'worker never imports local'],
    [
      'shared/engine/decide.ts',
      "import type { App } from '../../worker/app.ts'",
      'shared never imports worker',
    ],
    ['shared/engine/decide.ts', "import { z } from 'hono'", 'shared does no I/O and draws nothing'],
    [
      'shared/engine/decide.ts',
      "import { readFile } from 'node:fs/promises'",
      'shared does no I/O and draws nothing',
    ],
    ['web/ui/Node.tsx', "import { join } from 'node:path'", 'web imports nothing of Node or Workers'],
    ['worker/app.ts', "import { useState } from 'react'", 'worker draws nothing'],
    [
      'shared/graph/node.ts',
      "import '../compile/program.ts'",
      'shared/graph never imports shared/compile/program.ts',
    ],
    [
      'shared/engine/decide.ts',
      "import '../compile/passes.ts'",
      'shared/engine never imports shared/compile/passes.ts',
    ],
    [
      'shared/engine/decide.ts',
      "import '../projections/cost.ts'",
      'shared/engine never imports shared/projections/cost.ts',
    ],
    [
      'shared/compile/compile.ts',
      "export * from '../engine/event.ts'",
      'shared/compile never imports shared/engine/event.ts',
    ],
    ['shared/other/thing.ts', "import '../graph/node.ts'", 'shared/other has no dependency rule'],
    ['shared/graph/node.ts', "import './ports'", 'an import carries its file extension'],
    ['worker/app.ts', "import '../test/support/a.ts'", 'worker imports nothing outside the layers'],
  ])('refuse, in %s, %s', ([path, text, rule]) => {
    expect(broken(path, text)).toEqual([rule])
  })

  it.for<[string, string]>([
    ['web/app/api.ts', "import { Run } from '../../shared/api/run.ts'"],
    ['worker/app.ts', "import { Hono } from 'hono'"],
    ['shared/engine/decide.ts', "import type { Program } from '../compile/program.ts'"],
    ['shared/projections/cost.ts', "import { evolve } from '../engine/evolve.ts'"],
    ['worker/local/start.ts', "import { spawn } from 'node:child_process'"],
  ])('allow, in %s, %s', ([path, text]) => {
    expect(broken(path, text)).toEqual([undefined])
  })
})
