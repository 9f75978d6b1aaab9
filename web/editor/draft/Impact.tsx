import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import type { AffectedParty, LoopChange } from '../../../shared/compat/compatibility.ts'
import { Disclosure } from '../../ui/Disclosure.tsx'

const verdicts = {
  breaks: { icon: TriangleAlert, tone: 'text-warning' },
  may: { icon: CircleHelp, tone: 'text-fg-2' },
  fine: { icon: CircleCheck, tone: 'text-success' },
} as const

type ImpactProps = {
  /** Of the version that people know. */
  number: number | null
  breaking: LoopChange['breaking']
  changes: readonly LoopChange[]
}

/** What a version changes for those outside of the loop, and whom it breaks; to stand in a section that says so. */
export function Impact({ number, breaking, changes }: ImpactProps) {
  const { icon: Icon, tone } = verdicts[breaking === true ? 'breaks' : breaking ? 'may' : 'fine']
  const broken = changes.filter((change) => change.breaking === true)
  const possible = changes.filter((change) => change.breaking === 'unknown')
  const harmless = changes.filter((change) => change.breaking === false)
  return (
    <div className="flex flex-col gap-1">
      <p className="flex items-center gap-2 text-sm font-medium">
        <Icon aria-hidden className={`size-4 shrink-0 ${tone}`} />
        {headline(broken, possible, number)}
      </p>
      <ChangeList changes={broken} />
      {possible.length > 0 && (
        <Disclosure summary={`May break: ${possible.length}`} className="pl-1">
          <ChangeList changes={possible} />
        </Disclosure>
      )}
      {harmless.length > 0 && (
        <Disclosure summary={`Harmless changes: ${harmless.length}`} className="pl-1">
          <ChangeList changes={harmless} />
        </Disclosure>
      )}
    </div>
  )
}

function headline(
  broken: readonly LoopChange[],
  possible: readonly LoopChange[],
  number: number | null,
): string {
  const version = number === null ? 'the published version' : `version ${number}`
  if (broken.length > 0) return `Against ${version}, this breaks ${named(broken)}`
  if (possible.length > 0) return `Nothing breaks for certain; check ${named(possible)}`
  return `Breaks nobody who knows ${version}`
}

const partyNames = {
  callers: 'callers',
  readers: 'readers of responses',
  senders: 'senders of events',
  servers: 'servers that it calls',
  workspace: 'the workspace',
} as const satisfies Record<AffectedParty, string>

function named(changes: readonly LoopChange[]): string {
  const names = [...new Set(changes.map(({ who }) => partyNames[who]))]
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Changes past this are left out of the list: the first ones say what it is about. */
const shown = 20

function ChangeList({ changes }: { changes: readonly LoopChange[] }) {
  if (changes.length === 0) return null
  return (
    <ul className="flex max-h-48 flex-col gap-1 overflow-auto py-1 text-xs">
      {changes.slice(0, shown).map((change) => (
        <li
          key={`${change.path} ${change.change} ${change.message}`}
          className="rounded-sm bg-surface-2 px-2 py-1"
        >
          <p className="flex flex-wrap gap-x-2">
            <span className="text-fg-2">{partyNames[change.who]}</span>
            <code className="break-all font-mono">{change.path}</code>
          </p>
          <p>{change.message}</p>
          {change.example !== undefined && (
            <p className="text-fg-2">
              for example <code className="break-all font-mono">{short(change.example)}</code>
            </p>
          )}
        </li>
      ))}
      {changes.length > shown && <li className="text-fg-3">and {changes.length - shown} more</li>}
    </ul>
  )
}

function short(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
