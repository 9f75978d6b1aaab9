import type { BaselineWindow } from '../../shared/api/baselines.ts'
import type { DriftOutcome } from '../../shared/verify/drift/outcome.ts'
import { Badge } from '../ui/Badge.tsx'
import { cx } from '../ui/cx.ts'
import { partTitle, resultWord, testName, typeWord } from './driftWords.ts'
import { ShareChart } from './ShareChart.tsx'
import { ThresholdBar } from './ThresholdBar.tsx'

type Field = BaselineWindow['fields'][number]

/** How a field of the window lies beside the baseline: the word for it, how far it is off, and both distributions. */
export function FieldDrift({ field: { name, profile, outcome } }: { field: Field }) {
  return (
    <section
      aria-label={`Field ${name}`}
      className={cx(
        'flex min-w-0 flex-col gap-3 rounded-md border border-line-1 bg-surface-1 p-3',
        profile.as === 'text' && 'lg:col-span-2',
      )}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="font-mono text-sm font-semibold">{name}</h3>
        {outcome && <Badge tone={resultWord[outcome.result].tone}>{resultWord[outcome.result].word}</Badge>}
      </header>
      <p className="text-xs text-fg-3">
        {profile.samples.toLocaleString('en')} {typeWord[profile.as]}
        {profile.unusable > 0 && `, ${profile.unusable.toLocaleString('en')} that could not be used`}
        {outcome && ` · by ${testName[outcome.test]}`}
      </p>
      {outcome && <Comparison name={name} outcome={outcome} />}
    </section>
  )
}

function Comparison({ name, outcome }: { name: string; outcome: DriftOutcome }) {
  const { parts, newWords = [] } = outcome.evidence
  return (
    <>
      {outcome.result === 'inconclusive' && <p className="text-sm text-warning">{outcome.message}</p>}
      <div className={cx('grid gap-4', parts.length > 1 && 'lg:grid-cols-3')}>
        {parts.map((part) => (
          <div key={part.of} className="flex min-w-0 flex-col gap-2">
            {part.of !== 'values' && (
              <h4 className="flex h-5 items-center gap-2 text-xs font-medium text-fg-2">
                {partTitle[part.of]}
                {part.drifted && <Badge tone="danger">Drifted</Badge>}
              </h4>
            )}
            <ThresholdBar part={part} threshold={outcome.threshold} />
            <ShareChart title={`${partTitle[part.of]} of ${name}`} bins={part.bins} />
          </div>
        ))}
      </div>
      {newWords.length > 0 && (
        <p className="text-xs text-fg-2">
          New words:{' '}
          {newWords
            .map(({ word, texts }) => `${word} (in ${texts} ${texts === 1 ? 'text' : 'texts'})`)
            .join(', ')}
        </p>
      )}
    </>
  )
}
