import type { PlanAsk } from '../../shared/projections/planStory.ts'
import { Badge } from '../ui/Badge.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { JsonView } from '../ui/JsonView.tsx'

/** What the planner was asked, what came back and why it was sent back. One ask with nothing to tell is not shown. */
export function PlanAsks({ asks }: { asks: readonly PlanAsk[] }) {
  const telling = asks.filter(
    (ask) => asks.length > 1 || ask.rejected !== null || ask.answers.length > 0 || ask.feedback.length > 0,
  )
  if (telling.length === 0) return null
  return (
    <section className="border-b border-line-1 px-3 py-2">
      <h4 className="mb-1 text-xs font-medium text-fg-3">Asked</h4>
      <ol className="flex flex-col gap-2">
        {telling.map((ask) => (
          <li key={ask.seq} className="flex flex-col gap-1 border-l-2 border-line-2 pl-2 text-xs">
            <span className="flex items-center gap-2">
              <span className="tabular font-medium">Ask {ask.ask}</span>
              {ask.rejected && (
                <Badge tone="danger">{ask.rejected.again ? 'rejected, asked again' : 'rejected'}</Badge>
              )}
            </span>
            {ask.feedback.length > 0 && <Lines title="It was told" lines={ask.feedback} />}
            {ask.answers.map((answer) => (
              <Answer key={`${answer.effect} ${answer.attempt}`} answer={answer} />
            ))}
            {ask.rejected && (
              <Lines title="Why" lines={ask.rejected.reasons.map((reason) => reason.message)} />
            )}
            {ask.rejected?.proposal !== undefined && (
              <Disclosure summary="What was proposed">
                <JsonView value={ask.rejected.proposal} label="What was proposed" />
              </Disclosure>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Answer({ answer: data }: { answer: PlanAsk['answers'][number] }) {
  const { answer, member, attempt } = data
  const who = `${member ?? 'The external planner'}${attempt > 1 ? `, attempt ${attempt}` : ''}`
  if (!answer.ok)
    return (
      <p className="text-danger">
        {who}: {answer.error.message}
      </p>
    )
  return (
    <Disclosure summary={`${who} answered`}>
      <JsonView value={answer.proposal} label={`Answer of ${who}`} />
    </Disclosure>
  )
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div>
      <span className="text-fg-3">{title}</span>
      <ul className="list-disc pl-4">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}
