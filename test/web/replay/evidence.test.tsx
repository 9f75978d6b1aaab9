import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { EventOf } from '../../../shared/engine/event.ts'
import { judgeDrift } from '../../../shared/verify/drift/judgeDrift.ts'
import { makeBaseline } from '../../../shared/verify/drift/makeBaseline.ts'
import { runCheck } from '../../../shared/verify/runCheck.ts'
import { EvidenceView } from '../../../web/replay/EvidenceView.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'

type CheckData = EventOf<'check.completed'>['data']

afterEach(cleanup)

const show = (...checks: Partial<CheckData>[]) =>
  render(
    <UiProvider>
      <EvidenceView
        verdict={null}
        ownEvidence
        checks={checks.map((check) => ({
          verifier: 'verify',
          check: 'c',
          result: 'fail',
          weight: 1,
          consequence: 'bail',
          message: '',
          evidence: null,
          ...check,
        }))}
      />
    </UiProvider>,
  )

describe('the evidence of a check', () => {
  it('says its layer, how bad it is, what follows, and who judged', () => {
    show({
      check: 'tone',
      layer: 'http',
      severity: 0.4,
      weight: 2,
      by: `usual 3 sha256:${'ab'.repeat(32)}`,
    })
    const [entry] = screen.getAllByRole('listitem')
    expect(entry?.textContent).toContain('tone')
    expect(entry?.textContent).toContain('External')
    expect(entry?.textContent).toContain('weight 2 · severity 0.40 · leads to bail')
    expect(entry?.textContent).toContain('usual 3 sha256:abababab…')
  })

  it('lists each deviation with what was expected, what came and how far it is off', () => {
    const { result, message, evidence } = runCheck(
      {
        type: 'variance',
        id: 'v',
        onFail: 'bail',
        actual: 'output',
        expected: '{"total": 100, "unit": "EUR"}',
        tolerance: { absolute: 5 },
      },
      { output: { total: 130, unit: 'USD' } },
      0,
    )
    show({ check: 'v', layer: 'variance', result, message, evidence })
    const rows = within(screen.getByRole('table', { name: 'Deviations of v' })).getAllByRole('row')
    expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
      ['Place', 'Expected', 'Came', 'Off by'],
      ['/total', '100', '130', '+30 (allowed 5)'],
      ['/unit', '"EUR"', '"USD"', 'not equal'],
    ])
  })

  it('lists every answer of a checker that was asked several times', () => {
    const votes = [
      { vote: 1, result: 'pass', message: 'Fine.' },
      { vote: 2, result: 'no answer', message: 'Status 503' },
    ]
    show({ check: 'tone', layer: 'http', evidence: { need: 2, of: 3, votes } })
    const rows = within(screen.getByRole('table', { name: 'Answers to tone' })).getAllByRole('row')
    expect(rows.slice(1).map((row) => row.textContent)).toEqual(['1passFine.', '2no answerStatus 503'])
  })

  it('shows how far each field drifted', () => {
    const values = Array.from({ length: 100 }, (_, place) => place)
    const content = makeBaseline('usual', { n: { as: 'number', values } })
    const baseline = {
      name: 'usual',
      version: 1,
      ...content,
      from: { type: 'values' as const },
      createdAt: 0,
      createdBy: 'ann',
      approvedBy: 'bob',
      note: '',
    }
    const { result, severity, message, evidence } = judgeDrift(
      { baseline: 'usual', fields: [{ name: 'n', as: 'number' }] },
      { baseline, window: { n: values.map((value) => value + 80) } },
    )
    show({ check: 'd', layer: 'drift', result, severity, message, evidence })
    expect(result).toBe('fail')
    expect(screen.getByRole('img', { name: /of n: baseline and window/ })).toBeTruthy()
    expect(screen.getByText(/100 against 100 values/)).toBeTruthy()
  })

  it('shows any other evidence as it stands', () => {
    show({ evidence: { anything: ['at', 'all'] } })
    expect(screen.getByRole('region', { name: 'Evidence of c' }).textContent).toContain('anything')
  })
})
