import type { DriftOutcome } from '../../../shared/verify/drift/outcome.ts'
import { partTitle, resultWord, testName } from '../../drift/driftWords.ts'
import { ShareChart } from '../../drift/ShareChart.tsx'
import { ThresholdBar } from '../../drift/ThresholdBar.tsx'
import { Badge } from '../../ui/Badge.tsx'

/** What a drift check compared: each field's statistic beside its threshold, and both distributions. */
export function DriftFigures({ fields }: { fields: readonly DriftOutcome[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {fields.map(({ field, result, test, threshold, evidence }) => (
        <li key={field} className="flex flex-col gap-1 border-l-2 border-line-2 pl-2">
          <p className="flex items-center gap-2 text-xs">
            <code className="font-mono">{field}</code>
            <Badge tone={resultWord[result].tone}>{resultWord[result].word}</Badge>
            <span className="text-fg-3">
              by {testName[test]}, {evidence.windowSamples} against {evidence.baselineSamples} values
            </span>
          </p>
          {evidence.parts.map((part) => (
            <div key={part.of} className="flex flex-col gap-1">
              <ThresholdBar part={part} threshold={threshold} />
              <ShareChart title={`${partTitle[part.of]} of ${field}`} bins={part.bins} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}
