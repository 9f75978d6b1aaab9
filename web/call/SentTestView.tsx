import { Link } from 'react-router'
import type { SentTest } from '../../shared/api/deliveries.ts'
import { Badge } from '../ui/Badge.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { HeaderList } from './HeaderList.tsx'

/** What a test delivery sent and got. */
export function SentTestView({ sent: { request, response, run } }: { sent: SentTest }) {
  return (
    <section aria-label="Answer" className="flex flex-col gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={response.status < 300 ? 'success' : 'danger'}>{response.status}</Badge>
        {run === null ? (
          'No run was started'
        ) : (
          <Link className="text-accent hover:underline" to={`/runs/${encodeURIComponent(run)}`}>
            See the run
          </Link>
        )}
      </p>
      <JsonView value={response.body} label="the answer" />
      <HeaderList title="Headers that were sent" headers={request.headers} />
      <HeaderList title="Headers of the answer" headers={response.headers} />
    </section>
  )
}
