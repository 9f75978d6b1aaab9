import type { BadOutcome, SelfTestReport, Tally } from '../../../../shared/verify/selfTest/selfTest.ts'

const mostSpots = 10

type Row = Tally & { byKind: Readonly<Record<string, Tally>> }

/** What share the verifier and each of its checks missed, and by which kind of change, with the smallest that went unnoticed. */
export function SelfTestTable({ report }: { report: SelfTestReport }) {
  const { verifierTally, checks, blindSpots, leftOut, good, possible } = report
  const outcomes = `${good} good ${good === 1 ? 'outcome' : 'outcomes'}`
  return (
    <div className="flex flex-col gap-2">
      <p className="tabular text-xs text-fg-2">
        {verifierTally.made} bad outcomes, made of {outcomes}
        {possible > verifierTally.made && `; ${possible} are possible`}.
      </p>
      <ul aria-label="What was missed" className="flex flex-col gap-1">
        <TallyRow title="The verdict" row={verifierTally} strong />
        {checks.map((check) => (
          <TallyRow key={check.check} title={check.title} row={check} />
        ))}
      </ul>
      {blindSpots.length > 0 && (
        <div className="text-xs">
          <p className="text-fg-2">Whatever changes here goes unnoticed:</p>
          <ul className="font-mono text-fg-3">
            {blindSpots.slice(0, mostSpots).map(({ step, pointer }) => (
              <li key={`${step}${pointer}`} className="break-all">
                {step}
                {pointer}
              </li>
            ))}
          </ul>
          {blindSpots.length > mostSpots && (
            <p className="text-fg-3">and {blindSpots.length - mostSpots} more</p>
          )}
        </div>
      )}
      {leftOut.length > 0 && (
        <p className="text-xs text-fg-3">Left out, because they ask the host: {leftOut.join(', ')}.</p>
      )}
      <p className="text-xs text-fg-3">
        A check need not notice what another one is for; the verdict should. Not every change matters: look at
        the examples.
      </p>
    </div>
  )
}

function TallyRow({ title, row, strong = false }: { title: string; row: Row; strong?: boolean }) {
  return (
    <li>
      <details>
        <summary className="grid cursor-default list-none grid-cols-[minmax(0,1fr)_64px_72px] items-center gap-2 rounded-sm py-0.5 text-xs hover:bg-surface-2 [&::-webkit-details-marker]:hidden">
          <span className={strong ? 'truncate font-semibold' : 'truncate'}>{title}</span>
          <MissedBar tally={row} />
          <MissedCount tally={row} />
        </summary>
        <ul className="my-1 ml-2 flex flex-col gap-1 border-l border-line-1 pl-2">
          {Object.entries(row.byKind).map(([kind, tally]) => (
            <li key={kind} className="text-xs">
              <div className="grid grid-cols-[minmax(0,1fr)_64px_72px] items-center gap-2">
                <span className="truncate text-fg-2">{kind}</span>
                <MissedBar tally={tally} />
                <MissedCount tally={tally} />
              </div>
              {tally.smallest && <Example bad={tally.smallest} />}
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function MissedBar({ tally: { made, missed } }: { tally: Tally }) {
  const share = made === 0 ? 0 : missed / made
  return (
    <span aria-hidden className="h-1.5 overflow-hidden rounded-sm bg-surface-3">
      <span className="block h-full bg-danger" style={{ width: `${share * 100}%` }} />
    </span>
  )
}

function MissedCount({ tally: { made, missed } }: { tally: Tally }) {
  return (
    <span className="tabular text-right text-fg-3">
      {missed} of {made}
      <span className="sr-only"> missed</span>
    </span>
  )
}

const shown = (value: unknown) => {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function Example({ bad: { step, pointer, before, after, kind } }: { bad: BadOutcome }) {
  const taken = kind === 'member dropped' || kind === 'step failed' || kind === 'step uncertain'
  return (
    <p className="break-all font-mono text-fg-3">
      {step}
      {pointer}: {shown(before)} → {taken ? 'nothing' : shown(after)}
    </p>
  )
}
