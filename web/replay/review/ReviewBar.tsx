import { X } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { RunReview } from '../../../shared/api/reviews.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan, useSession } from '../../app/session.ts'
import { useApi, useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Input } from '../../ui/Input.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { ownsKeys } from '../../ui/ownsKeys.ts'
import { toast } from '../../ui/toast.ts'
import { reviewAddress } from './reviewAddress.ts'
import { ScoreInput } from './ScoreInput.tsx'
import { useReviewQueue } from './useReviewQueue.ts'

/** Says what one makes of a run, and goes on to the next of those that are gone through. There while the address says so. */
export function ReviewBar({ run }: { run: string }) {
  const [search] = useSearchParams()
  const queue = search.get('review')
  const mayReview = useCan('review')
  return queue === null || !mayReview ? null : <Bar key={run} run={run} queue={queue} />
}

function Bar({ run, queue }: { run: string; queue: string }) {
  const { next, before, place, length } = useReviewQueue(queue, run)
  const [, setSearch] = useSearchParams()
  const navigate = useNavigate()
  const go = (other: string | null) => {
    if (other !== null) void navigate(reviewAddress(other, queue))
  }
  const { data } = useApi('listReviews', { params: { run } })
  const { name } = useSession()
  const own = data?.reviews.find(({ by }) => by === name)
  const [score, setScore] = useState<number | null>(null)
  const [comment, setComment] = useState<string | null>(null)
  const put = useChange('putReview', {
    drops: ['listReviews'],
    toastErrors: false,
    onDone: () => {
      toast.success('The review is kept')
      go(next)
    },
  })
  const chosen = score ?? own?.score ?? null
  const said = comment ?? own?.comment ?? ''
  useQueueKeys({ j: () => go(next), k: () => go(before) }, setScore)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (chosen !== null) put.mutate({ params: { run }, body: { score: chosen, comment: said.trim() } })
  }
  const close = () =>
    setSearch((current) => {
      const rest = new URLSearchParams(current)
      rest.delete('review')
      return rest
    })
  return (
    <section
      aria-label="Review"
      className="flex shrink-0 flex-col gap-1 border-b border-line-1 bg-accent-soft px-3 py-1.5"
    >
      {put.error && <ProblemNotice error={put.error} />}
      <form onSubmit={save} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <ScoreInput score={chosen} onChange={setScore} />
        <Input
          aria-label="Comment"
          placeholder="What you make of it"
          className="min-w-48 flex-1"
          value={said}
          maxLength={2000}
          onChange={(event) => setComment(event.target.value)}
        />
        <Button type="submit" variant="primary" busy={put.isPending} disabled={chosen === null}>
          {next === null ? 'Save' : 'Save, next'}
        </Button>
        {length > 0 && (
          <span className="tabular flex items-center gap-2 text-xs text-fg-2">
            <span>{place < 0 ? `${length} to review` : `${place + 1} of ${length}`}</span>
            <Button size="sm" variant="ghost" disabled={before === null} onClick={() => go(before)}>
              Previous <Kbd keys="k" />
            </Button>
            <Button size="sm" variant="ghost" disabled={next === null} onClick={() => go(next)}>
              Next <Kbd keys="j" />
            </Button>
          </span>
        )}
        <IconButton label="Close the review" icon={<X aria-hidden />} onClick={close} />
      </form>
      <Others reviews={data?.reviews.filter(({ by }) => by !== name) ?? []} />
    </section>
  )
}

function Others({ reviews }: { reviews: readonly RunReview[] }) {
  if (reviews.length === 0) return null
  return (
    <ul aria-label="Reviews of others" className="flex max-h-24 flex-col overflow-y-auto text-xs text-fg-2">
      {reviews.map(({ by, score, comment }) => (
        <li key={by}>
          <span className="font-medium text-fg-1">{by}</span>: {score} of 5{comment !== '' && `, ${comment}`}
        </li>
      ))}
    </ul>
  )
}

/** `j` and `k` go through the queue, a digit scores. */
function useQueueKeys(moves: Record<'j' | 'k', () => void>, onScore: (score: number) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof Element ? event.target : null
      // The scores take arrows alone.
      if (target?.closest(ownsKeys) && !target.matches('[type="radio"]')) return
      const { key } = event
      if (key === 'j' || key === 'k') moves[key]()
      else if (/^[1-5]$/.test(key)) onScore(Number(key))
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
}
