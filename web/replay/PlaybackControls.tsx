import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play, Radio } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { JumpMenu } from './JumpMenu.tsx'
import { type Playback, speeds } from './playback.ts'
import { Scrubber } from './Scrubber.tsx'
import { usePlaybackClock } from './usePlaybackClock.ts'
import { usePlaybackKeys } from './usePlaybackKeys.ts'

type PlaybackControlsProps = {
  playback: Playback
  /** More events may come: offers to stick to the end. */
  live?: boolean
  className?: string
}

/** Everything that moves the cursor: scrubber, play, steps, jumps, speed. It also listens to the keys and keeps the clock. */
export function PlaybackControls({ playback, live = false, className }: PlaybackControlsProps) {
  usePlaybackClock(playback)
  usePlaybackKeys(playback)
  const count = useStore(playback, (state) => state.events.length)
  const cursor = useStore(playback, (state) => state.cursor)
  const playing = useStore(playback, (state) => state.playing)
  const following = useStore(playback, (state) => state.following)
  const speed = useStore(playback, (state) => state.speed)
  const { step, stepIteration, play, pause, follow, setSpeed } = playback.getState()
  return (
    <section
      aria-label="Playback"
      className={cx('flex items-center gap-2 bg-surface-1 px-2 py-1', className)}
    >
      <div className="flex items-center">
        <IconButton
          size="sm"
          label="Previous iteration"
          shortcut="Shift+ArrowLeft"
          side="top"
          icon={<ChevronFirst aria-hidden />}
          disabled={cursor === 0}
          onClick={() => stepIteration(-1)}
        />
        <IconButton
          size="sm"
          label="Previous event"
          shortcut="ArrowLeft"
          side="top"
          icon={<ChevronLeft aria-hidden />}
          disabled={cursor === 0}
          onClick={() => step(-1)}
        />
        <IconButton
          variant="primary"
          label={playing ? 'Pause' : 'Play'}
          shortcut="Space"
          side="top"
          icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />}
          disabled={count === 0}
          onClick={playing ? pause : play}
        />
        <IconButton
          size="sm"
          label="Next event"
          shortcut="ArrowRight"
          side="top"
          icon={<ChevronRight aria-hidden />}
          disabled={cursor === count}
          onClick={() => step(1)}
        />
        <IconButton
          size="sm"
          label="Next iteration"
          shortcut="Shift+ArrowRight"
          side="top"
          icon={<ChevronLast aria-hidden />}
          disabled={cursor === count}
          onClick={() => stepIteration(1)}
        />
      </div>
      <Scrubber playback={playback} />
      <output aria-label="Place" className="tabular min-w-20 text-right font-mono text-xs text-fg-2">
        {cursor.toLocaleString('en')} / {count.toLocaleString('en')}
      </output>
      <JumpMenu playback={playback} />
      <Menu
        align="end"
        side="top"
        trigger={
          <Button size="sm" variant="ghost" aria-label={`Speed ${speed}×`} className="tabular w-10">
            {speed}×
          </Button>
        }
        items={speeds.map((each) => ({
          label: `${each}×`,
          checked: each === speed,
          onSelect: () => setSpeed(each),
        }))}
      />
      {live && (
        <Button
          size="sm"
          variant={following ? 'primary' : 'secondary'}
          aria-pressed={following}
          icon={<Radio aria-hidden />}
          onClick={following ? pause : follow}
        >
          Follow
        </Button>
      )}
    </section>
  )
}
