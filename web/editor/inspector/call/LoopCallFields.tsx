import { ExternalLink } from 'lucide-react'
import { useApi } from '../../../app/useApi.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { useLoopName } from '../useGraphNames.ts'

const scope = ['args', 'input', 'request', 'run', 'steps', 'facts'] as const

/** A run of another loop of the workspace. */
export function LoopCallFields({ loop }: { loop: string }) {
  const own = useLoopName()
  const loops = useApi('listLoops', {}, { staleTime: 30_000 }).data?.loops ?? []
  const options = loops.map((each) => ({
    value: each.name,
    label: each.title || each.name,
    hint: each.name === own ? 'this loop' : each.name,
  }))
  return (
    <>
      <SelectField
        at="/call/loop"
        label="Loop"
        options={options}
        placeholder="Choose a loop"
        help="Its published version runs as a child: it shares this run’s budget, and is cancelled with it"
      />
      {loop !== '' && loop !== own && (
        <a
          href={`/loops/${loop}`}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 self-start text-xs text-accent hover:underline"
        >
          Open {loop}
          <ExternalLink aria-hidden className="size-3" />
          <span className="sr-only">in a new tab</span>
        </a>
      )}
      <JsonField
        at="/call/input"
        label="Input"
        roots={scope}
        help="What the child is started with; strings may hold {{ }}. The output is its run, outcome and body"
      />
    </>
  )
}
