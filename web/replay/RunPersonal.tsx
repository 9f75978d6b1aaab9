import { EyeOff } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { PersonalItem } from '../../shared/api/privacy.ts'
import type { RunDetail } from '../../shared/api/runs.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Time } from '../ui/Time.tsx'

/** The personal data of a run: hints, values for whoever may see them and says why, and who saw them before. Nothing where there is none. */
export function RunPersonal({ run: { run } }: { run: RunDetail }) {
  const { data } = useApi('getRunPersonal', { params: { run } })
  const [shown, setShown] = useState<ReadonlyMap<string, string>>(new Map())
  if (!data || (data.items.length === 0 && data.forgottenAt === null)) return null
  const words = data.items.length === 1 ? '1 personal value' : `${data.items.length} personal values`
  return (
    <Popover
      label="Personal data"
      className="w-96"
      // What was shown is for as long as it is looked at.
      onOpenChange={(open) => !open && setShown(new Map())}
      trigger={
        <Button size="sm" variant="ghost" icon={<EyeOff aria-hidden />}>
          {data.forgottenAt === null ? words : 'Personal data forgotten'}
        </Button>
      }
    >
      {data.forgottenAt !== null && (
        <p className="text-sm text-fg-2">
          The values were forgotten <Time at={data.forgottenAt} />. The log is as it was, and verifies.
        </p>
      )}
      <ul
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        tabIndex={0}
        aria-label="Values"
        className="flex max-h-72 flex-col gap-1 overflow-auto"
      >
        {data.items.map((item) => (
          <PersonalRow key={item.token} item={item} value={shown.get(item.token)} />
        ))}
      </ul>
      {data.items.length > 0 && <RevealForm run={run} items={data.items} onShown={setShown} />}
      {data.reveals.length > 0 && (
        <ul aria-label="Who saw them" className="mt-3 flex flex-col gap-1 border-t border-line-1 pt-2">
          {data.reveals.map((reveal) => (
            <li key={`${reveal.at} ${reveal.by}`} className="text-xs text-fg-2">
              <Time at={reveal.at} /> {reveal.by} saw {reveal.tokens.length}: {reveal.reason}
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}

function PersonalRow({ item, value }: { item: PersonalItem; value: string | undefined }) {
  return (
    <li className="flex flex-col">
      <span className="flex items-center gap-2 text-sm">
        <Badge>{item.kind}</Badge>
        <span className="min-w-0 flex-1 break-all">{value ?? item.hint}</span>
      </span>
      <code className="truncate font-mono text-xs text-fg-3">{item.token}</code>
    </li>
  )
}

type RevealFormProps = {
  run: string
  items: readonly PersonalItem[]
  onShown: (values: ReadonlyMap<string, string>) => void
}

function RevealForm({ run, items, onShown }: RevealFormProps) {
  const may = useCan('reveal')
  const [reason, setReason] = useState('')
  const reveal = useChange('reveal', {
    drops: ['getRunPersonal', 'listChanges'],
    toastErrors: false,
    onDone: ({ values }) => {
      setReason('')
      onShown(new Map(values.map(({ token, value }) => [token, String(value)])))
    },
  })
  if (!may) return <p className="mt-2 text-xs text-fg-2">To see the values you need the right to reveal.</p>
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const tokens = items.slice(0, 100).map(({ token }) => token)
    reveal.mutate({ params: { run }, body: { tokens, reason } })
  }
  return (
    <form onSubmit={submit} className="mt-3 flex flex-col gap-2">
      {reveal.error && <ProblemNotice error={reveal.error} />}
      <Field label="Why do you need to see them?" help="Goes on record with your name">
        <Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
      <Button type="submit" size="sm" disabled={reason.trim().length < 3} busy={reveal.isPending}>
        Reveal
      </Button>
    </form>
  )
}
