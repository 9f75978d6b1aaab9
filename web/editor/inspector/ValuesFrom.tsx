import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { shortRun } from '../../runs/shortRun.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

const PastRuns = lazy(async () => ({ default: (await import('../run/PastRuns.tsx')).PastRuns }))

/** Which values the expressions below are shown with: samples, those of the last try, or of a run of the past. */
export function ValuesFrom() {
  const store = useEditorStore()
  const run = useEditor((state) => state.shownRun?.run ?? null)
  const tried = useEditor((state) => state.trial !== null)
  const [choosing, setChoosing] = useState(false)
  const usual = tried ? 'the last try' : 'samples'
  const now = run === null ? usual : `run ${shortRun(run)}`
  return (
    <div className="flex items-center justify-between gap-2 border-b border-line-1 px-3 py-1 text-xs text-fg-2">
      <span>Values from</span>
      <Menu
        align="end"
        trigger={
          <Button
            size="sm"
            variant="ghost"
            icon={<ChevronDown aria-hidden />}
            aria-label={`Values from ${now}`}
          >
            {now}
          </Button>
        }
        items={[
          {
            label: tried ? 'The last try' : 'Samples',
            checked: run === null,
            onSelect: () => store.getState().setShownRun(null),
          },
          { label: 'A past run…', onSelect: () => setChoosing(true) },
        ]}
      />
      {choosing && (
        <Suspense>
          <PastRuns use="values" onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </div>
  )
}
