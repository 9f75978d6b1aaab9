import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChartUnit } from '../../../web/operations/chartScale.ts'
import { LineChart } from '../../../web/operations/LineChart.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'

const hour = 3_600_000

function show(unit: ChartUnit, values: (number | null)[]) {
  const times = values.map((_, place) => place * hour)
  const series = [{ name: 'p95', colour: 'text-accent', values }]
  render(<LineChart title="Cycle time" unit={unit} columns={{ times, step: 'hour' }} series={series} />, {
    wrapper: UiProvider,
  })
}

afterEach(cleanup)

describe('a chart', () => {
  it('shows runs that took no time', () => {
    show('ms', [null, 0])
    expect(screen.queryByRole('img', { name: /Cycle time/ })).not.toBeNull()
  })

  it.each([
    ['ms', [null, null]],
    ['count', [0, null]],
  ] as const)('says where nothing happened (%s)', (unit, values) => {
    show(unit, [...values])
    expect(screen.queryByText('Nothing in this time')).not.toBeNull()
  })
})
