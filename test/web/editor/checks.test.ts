import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { Check, checkTypes } from '../../../shared/graph/nodes/check.ts'
import { simulateTrial } from '../../../shared/sim/trial.ts'
import { changeCheck, newCheck } from '../../../web/editor/model/changeCheck.ts'
import { describeNode } from '../../../web/editor/model/describeNode.ts'
import { simulatedIn } from '../../../web/editor/model/simulated.ts'
import { readMocks } from '../../../web/editor/run/readMocks.ts'
import { readyTexts } from '../../../web/editor/try/mockWords.ts'
import { soundGraph, withNode } from '../../support/graphs.ts'

describe('a check whose layer is changed', () => {
  it.for(checkTypes)('is sound as it starts out: %s', (type) => {
    const check = changeCheck(newCheck('mine'), type, 'api')
    expect(Check.safeParse(check)).toMatchObject({
      success: true,
      data: { type, id: 'mine', onFail: 'replan' },
    })
    const { diagnostics } = compile(withNode(soundGraph, 'check', { checks: [check] }))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('keeps what every check has, there and back', () => {
    const rule = {
      type: 'rule',
      id: 'mine',
      title: 'Mine',
      weight: 3,
      onFail: 'bail',
      onInconclusive: 'flag',
      sample: { rate: 0.2 },
      message: 'No',
      expr: 'false',
    }
    for (const type of checkTypes)
      expect(changeCheck(changeCheck(rule, type), 'rule')).toEqual({ ...rule, expr: 'true' })
  })
})

describe('a verifier', () => {
  const checks = ['http', 'drift', 'rule'].map((type) => changeCheck(newCheck(`${type}1`), type, 'api'))
  const graph = withNode(soundGraph, 'check', { checks, gate: { expr: 'true' }, bailAtRisk: 0.9 })
  const { nodes } = graph

  it('is described by what it makes of its checks', () => {
    const [verifier] = nodes.filter(({ kind }) => kind === 'verifier')
    expect(verifier && describeNode(verifier)).toBe('3 checks · a gate · bails at 0.9')
  })

  it('has its external checkers and baselines simulated in a trial', () => {
    expect(simulatedIn(nodes).filter(({ node }) => node === 'check')).toMatchObject([
      { of: 'checker', key: 'check/http1', title: 'Check: http1' },
      { of: 'baseline', key: 'check/drift1', title: 'Check: drift1' },
    ])
  })

  it.for([
    ['fails', 'fail'],
    ['unclear', 'inconclusive'],
  ] as const)('takes the answer that is chosen for a checker: %s', ([choice, result]) => {
    const { program } = compile(graph)
    const [checker] = simulatedIn(nodes).filter(({ of }) => of === 'checker')
    const text = checker ? (readyTexts(checker)[choice] ?? '') : ''
    const mocks = readMocks({ 'check/http1': { delayMs: 0, mock: { answers: 'value', text } } })
    if (!program || !mocks.ok) throw new Error('It does not compile')
    const { events } = simulateTrial({
      program,
      input: { n: 1 },
      mocks: mocks.mocks,
      decision: 'none',
      startAt: 0,
    })
    const made = events.find((event) => event.type === 'check.completed' && event.data.check === 'http1')
    expect(made).toMatchObject({ data: { result } })
  })
})
