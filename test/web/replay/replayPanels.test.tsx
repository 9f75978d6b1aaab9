import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventTable } from '../../../web/replay/EventTable.tsx'
import { IterationRail } from '../../../web/replay/IterationRail.tsx'
import { PlaybackControls } from '../../../web/replay/PlaybackControls.tsx'
import { createPlayback } from '../../../web/replay/playback.ts'
import { RunInspector } from '../../../web/replay/RunInspector.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import '../app/renderApp.tsx'
import { aRunLog, program } from './aRunLog.ts'

const log = aRunLog({ iterations: 3, steps: 2, failsIn: 1 })

beforeEach(() => {
  // jsdom lays nothing out: the list needs a height to show rows in.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(480)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(600)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function show() {
  const playback = createPlayback({ program, events: log })
  render(
    <UiProvider>
      <PlaybackControls playback={playback} />
      <IterationRail playback={playback} />
      <EventTable playback={playback} />
      <RunInspector playback={playback} />
    </UiProvider>,
  )
  return playback
}

const place = () => screen.getByLabelText('Place').textContent
const chosen = () => screen.getByRole('option', { selected: true }).getAttribute('aria-posinset')

describe('the keys', () => {
  it('move by an event, by an iteration, and to the ends, all panels together', async () => {
    const user = userEvent.setup()
    show()
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}')
    expect(place()).toBe(`3 / ${log.length}`)
    expect(chosen()).toBe('3')
    expect(screen.getByRole('button', { current: 'step' }).textContent).toContain('#1')
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}')
    expect(log[Number(chosen()) - 1]).toMatchObject({ type: 'iteration.started', data: { iteration: 2 } })
    expect(screen.getByRole('button', { current: 'step' }).textContent).toContain('#2')
    await user.keyboard('{End}')
    expect(place()).toBe(`${log.length} / ${log.length}`)
    expect(
      within(screen.getByRole('region', { name: 'Inspector' })).getByRole('heading', { level: 2 })
        .textContent,
    ).toContain('succeeded')
    await user.keyboard('{Home}{ArrowLeft}')
    expect(place()).toBe(`0 / ${log.length}`)
  })

  it('leave a text field its arrows and its space', async () => {
    const user = userEvent.setup()
    const playback = show()
    await user.click(screen.getByRole('searchbox'))
    await user.keyboard('a b{ArrowLeft}')
    expect(playback.getState()).toMatchObject({ cursor: 0, playing: false })
  })
})

describe('playing', () => {
  it('goes through every event, stops at the end, and Space pauses it', () => {
    vi.useFakeTimers({ shouldAdvanceTime: false })
    const short = aRunLog({ iterations: 1, steps: 2 })
    const playback = createPlayback({ program, events: short })
    render(
      <UiProvider>
        <PlaybackControls playback={playback} />
      </UiProvider>,
    )
    const press = (key: string) => act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { key })))
    press(' ')
    expect(playback.getState().playing).toBe(true)
    for (let turn = 0; turn < 5; turn += 1) act(() => void vi.advanceTimersToNextTimer())
    expect(playback.getState().cursor).toBeGreaterThan(1)
    press(' ')
    const paused = playback.getState().cursor
    act(() => void vi.advanceTimersByTime(60_000))
    expect(playback.getState()).toMatchObject({ cursor: paused, playing: false })
    press(' ')
    for (let turn = 0; playback.getState().playing && turn < 1_000; turn += 1)
      act(() => void vi.advanceTimersByTime(1_500))
    expect(playback.getState()).toMatchObject({ cursor: short.length, playing: false })
  })
})

describe('the event table', () => {
  it('moves the cursor to the event that is clicked, and by its own arrows among those shown', async () => {
    const user = userEvent.setup()
    const playback = show()
    await user.type(screen.getByRole('searchbox', { name: 'Search the events' }), 'the verdict is')
    const verdicts = log.filter((event) => event.type === 'verdict.reached').map((event) => event.seq)
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(verdicts.length))
    await user.click(screen.getAllByRole('option')[0] ?? document.body)
    expect(playback.getState().cursor).toBe(verdicts[0])
    screen.getByRole('listbox', { name: 'Events of the run' }).focus()
    await user.keyboard('{ArrowDown}')
    expect(playback.getState().cursor).toBe(verdicts[1])
    await user.keyboard('{Home}')
    expect(playback.getState().cursor).toBe(verdicts[0])
  })

  it('draws only the rows in sight of a long log', () => {
    const long = aRunLog({ iterations: 50, steps: 97 })
    render(
      <UiProvider>
        <EventTable playback={createPlayback({ program, events: long })} />
      </UiProvider>,
    )
    const rows = screen.getAllByRole('option')
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.length).toBeLessThan(100)
    expect(rows[0]?.getAttribute('aria-setsize')).toBe(String(long.length))
  })
})

describe('the iteration rail', () => {
  it('says what each pass came to and takes one there', async () => {
    const playback = show()
    const entries = within(screen.getByRole('region', { name: /Iterations/ })).getAllByRole('button')
    expect(entries.map((entry) => entry.textContent)).toEqual([
      expect.stringMatching(/#1Replan2 steps2 failed.*\$0risk 1\.00/),
      expect.stringMatching(/#2Replan2 steps.*\$0\.0200risk 1\.00because of replan/),
      expect.stringMatching(/#3Pass2 steps.*risk 0\.00because of replan/),
    ])
    await userEvent.click(entries[2] ?? document.body)
    expect(log[playback.getState().cursor - 1]).toMatchObject({
      type: 'iteration.started',
      data: { iteration: 3 },
    })
  })
})

describe('the inspector', () => {
  const tab = (name: string) => userEvent.click(screen.getByRole('tab', { name: new RegExp(`^${name}`) }))

  it('shows what an event changed, what went in and out, its evidence and its entry in the log', async () => {
    const playback = show()
    const at = (type: string) =>
      act(() => playback.getState().seek(log.find((event) => event.type === type)?.seq ?? 0))
    at('step.started')
    expect(screen.getByText('iteration.steps[0].status')).toBeTruthy()
    expect(screen.getByText('"running"')).toBeTruthy()
    await tab('Input')
    expect(screen.getByText('Arguments of s0')).toBeTruthy()
    await tab('Output')
    expect(screen.getByText('Error of s0')).toBeTruthy()
    at('verdict.reached')
    await tab('Evidence')
    expect(screen.getAllByText('It does not fit').length).toBeGreaterThan(0)
    await tab('Log')
    const shown = log.find((event) => event.type === 'verdict.reached')
    expect(screen.getByText(`sha256:${shown?.hash.slice(7, 15)}`)).toBeTruthy()
    await tab('Policy')
    expect(screen.getByText(/No policy was evaluated/)).toBeTruthy()
  })
})
