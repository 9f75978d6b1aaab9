import { Mock } from '../../../shared/graph/mock.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { TrialMock } from '../../../shared/sim/trial.ts'
import { readJson } from '../model/readJson.ts'
import { simulatedIn } from '../model/simulated.ts'
import type { ActionMock } from '../store/trySlice.ts'

type ReadMocks = { ok: true; mocks: Record<string, TrialMock> } | { ok: false; message: string }

/** The mocks with their values read; the first value that is no JSON is told. */
export function readMocks(mocks: Readonly<Record<string, ActionMock>>): ReadMocks {
  const read: Record<string, TrialMock> = {}
  for (const [key, { mock, delayMs, probe }] of Object.entries(mocks)) {
    const value = mock.answers === 'value' ? readJson(mock.text, 'any') : null
    if (value && !value.ok) return { ok: false, message: `The mocked value of ${key}: ${value.message}` }
    const probed = probe === undefined ? null : readJson(probe, 'any')
    if (probed && !probed.ok) return { ok: false, message: `The mocked probe of ${key}: ${probed.message}` }
    const series = mock.answers === 'series' ? readSeries(mock.text) : null
    if (series && !series.ok) return { ok: false, message: `The mocked answers of ${key}: ${series.message}` }
    read[key] = {
      delayMs,
      mock:
        mock.answers === 'value'
          ? { answers: 'value', value: value?.value ?? null }
          : mock.answers === 'series'
            ? { answers: 'series', each: series?.each ?? [] }
            : mock,
      ...(probed ? { probe: probed.value } : {}),
    }
  }
  return { ok: true, mocks: read }
}

type Series = Extract<TrialMock['mock'], { answers: 'series' }>['each']

function readSeries(text: string): { ok: true; each: Series } | { ok: false; message: string } {
  const json = readJson(text, 'any')
  if (!json.ok) return json
  const read = Mock.safeParse({ delayMs: 0, mock: { answers: 'series', each: json.value } })
  if (read.success && read.data.mock.answers === 'series') return { ok: true, each: read.data.mock.each }
  return {
    ok: false,
    message: 'write a list of { "delayMs": 100, "mock": { "answers": … } }, each as a mock',
  }
}

/** Unless it is said otherwise the events that steps wait for are posted: a trial is to go on. */
export function postedEvents(nodes: readonly Node[]): Record<string, TrialMock> {
  const events = simulatedIn(nodes).filter((each) => each.of === 'event')
  return Object.fromEntries(events.map(({ key }) => [key, { delayMs: 0, mock: { answers: 'sample' } }]))
}
