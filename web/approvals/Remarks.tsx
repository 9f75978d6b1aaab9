import { type FormEvent, useState } from 'react'
import type { ApprovalDetail, ApprovalRemark } from '../../shared/api/approvals.ts'
import { assigneeWords } from '../../shared/engine/asked.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Textarea } from '../ui/Textarea.tsx'
import { Time } from '../ui/Time.tsx'

/** What was said about an approval and to whom it was handed, and where to say more. */
export function Remarks({ detail }: { detail: ApprovalDetail }) {
  const { remarks, approval, you } = detail
  const can = useCan('decide')
  const mayComment = can && you.comment.may
  if (remarks.length === 0 && !mayComment) return null
  return (
    <section aria-label="Comments" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Comments</h3>
      {remarks.length > 0 && (
        <ol className="flex flex-col gap-2">
          {remarks.map((remark, place) => (
            <li key={place} className="text-sm">
              <Remark remark={remark} />
            </li>
          ))}
        </ol>
      )}
      {mayComment && <CommentForm approval={approval} />}
    </section>
  )
}

function Remark({ remark }: { remark: ApprovalRemark }) {
  const { at, by } = remark
  const said = remark.type === 'comment' ? remark.text : remark.note
  return (
    <>
      <p className="text-xs text-fg-3">
        <span className="font-medium text-fg-1">{by}</span>{' '}
        {remark.type === 'assignment' &&
          (remark.to === null
            ? 'gave it back to all who are asked '
            : `assigned it to ${assigneeWords(remark.to)} `)}
        <Time at={at} />
      </p>
      {said !== null && <p className="break-words whitespace-pre-wrap text-fg-1">{said}</p>}
    </>
  )
}

function CommentForm({ approval }: { approval: string }) {
  const [text, setText] = useState('')
  const comment = useChange('commentApproval', {
    drops: ['getApproval', 'listApprovals'],
    toastErrors: false,
    onDone: () => setText(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    comment.mutate({ params: { approval }, body: { text: text.trim() } })
  }
  return (
    <form className="flex flex-col gap-2" onSubmit={submit}>
      {comment.error && <ProblemNotice error={comment.error} />}
      <Textarea
        aria-label="Comment"
        placeholder="Say something without deciding. It is kept in the log."
        value={text}
        rows={2}
        maxLength={2000}
        onChange={(event) => setText(event.target.value)}
      />
      {text.trim() !== '' && (
        <Button type="submit" size="sm" className="self-end" busy={comment.isPending}>
          Comment
        </Button>
      )}
    </form>
  )
}
