import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PublishRequest } from '../../../shared/api/loops.ts'
import { runCase } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { Case } from '../../../shared/graph/case.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { readOptions } from '../../../worker/local/loopTests/options.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/testing-loops.md'), 'utf8')

describe('the guide to testing loops', () => {
  it('shows a test that passes, and the failure that it would have', () => {
    const [, json = ''] = /^```json\n([\s\S]*?)^```/m.exec(guide) ?? []
    const test = Case.parse(JSON.parse(json))
    const { program } = compile(refund.graph)
    if (!program) throw new Error('It compiles')
    expect(runCase(program, test).failures).toEqual([])
    const [failure] = runCase(program, { ...test, expect: { outcome: 'succeeded' } }).failures
    expect(guide).toContain(`✗ ${test.title}\n        ${failure?.pointer}: ${failure?.message}`)
  })

  it('shows requests and commands that are taken', () => {
    const [, body = ''] = /--data '([^']*override[^']*)'/.exec(guide) ?? []
    expect(PublishRequest.parse(JSON.parse(body)).override?.tests).toBeTruthy()
    const commands = [...guide.matchAll(/npm run test:loops -- (.*)$/gm)].map(([, args = '']) => args)
    expect(commands).toHaveLength(2)
    for (const args of commands) expect(() => readOptions(args.split(' '))).not.toThrow()
  })
})
