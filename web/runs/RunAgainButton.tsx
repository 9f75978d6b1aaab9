import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { RunSummary } from '../../shared/api/runs.ts'
import { callApi } from '../app/api.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { toast } from '../ui/toast.ts'
import { type Asked, askEachRun, nothingAsked } from './askEachRun.ts'
import { RefusedRuns } from './RefusedRuns.tsx'

type RunAgainButtonProps = {
  /** The chosen runs that have ended. */
  runs: readonly RunSummary[]
  /** How many are left out, since they have not. */
  leftOut: number
}

/** Sends what started each of some runs again, each as a new run; those that were chosen when this was opened. */
export function RunAgainButton({ runs, leftOut }: RunAgainButtonProps) {
  const client = useQueryClient()
  const [asked, setAsked] = useState<readonly RunSummary[] | null>(null)
  const [soFar, setSoFar] = useState(nothingAsked)
  const again = useMutation<Asked>({
    mutationFn: () => askEachRun(asked ?? [], sendAgain, setSoFar),
    onSuccess: ({ done, refused }) => {
      if (refused > 0) return
      setAsked(null)
      toast.success(doneWords(done))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['listRuns'] }),
  })
  const count = (asked ?? runs).length
  return (
    <Popover
      open={asked !== null}
      onOpenChange={(open) => {
        if (again.isPending) return
        again.reset()
        setSoFar(nothingAsked)
        setAsked(open ? runs : null)
      }}
      label="Run again"
      side="top"
      trigger={
        <Button size="sm" icon={<RotateCw aria-hidden />} disabled={runs.length === 0}>
          Run {count === 1 ? 'it' : count.toLocaleString('en')} again…
        </Button>
      }
    >
      {again.data ? (
        <RefusedRuns {...again.data} words={doneWords(again.data.done)} />
      ) : (
        <div className="flex flex-col gap-3 text-sm">
          <p>
            What called the hook is sent again {count === 1 ? '' : `for each of the ${count} `}
            as a new run, under the version that takes calls now. It acts for real: whatever the run did
            outside may happen again.
          </p>
          <p className="text-xs text-fg-2">
            Your name stands in each log. Runs that no call of the hook started are refused.
            {leftOut > 0 &&
              ` ${leftOut} of the chosen ${leftOut === 1 ? 'has' : 'have'} not ended, and ${leftOut === 1 ? 'is' : 'are'} left out.`}
          </p>
          {again.error && <p className="text-danger">It stopped: {again.error.message}</p>}
          <div className="flex items-center justify-end gap-3">
            {again.isPending && (
              <output className="tabular text-xs text-fg-2">
                {soFar.done + soFar.refused} of {count}
                {soFar.refused > 0 && `, ${soFar.refused} refused`}
              </output>
            )}
            <Button variant="primary" busy={again.isPending} onClick={() => again.mutate()}>
              Run {count === 1 ? 'it' : `${count.toLocaleString('en')} runs`} again
            </Button>
          </div>
        </div>
      )}
    </Popover>
  )
}

const sendAgain = ({ loop, run }: RunSummary) =>
  callApi('redeliver', { params: { loop, run }, body: { asNew: true } })

const doneWords = (started: number) =>
  started === 1 ? '1 run was started' : `${started.toLocaleString('en')} runs were started`
