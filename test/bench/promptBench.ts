import { scanIncoming, scanOutgoing } from '../../shared/prompt/scanPrompt.ts'
import {
  attackTexts,
  benignTexts,
  figuresAt,
  type PromptPart,
  type PromptText,
  precisionOf,
  recallOf,
} from '../support/promptTexts.ts'
import { medianMs } from './measure.ts'

type Line = (what: string, measured: string, compared?: string) => void

const thresholds = [0.5, 0.7] as const
const parts = ['tuning', 'held-out'] as const
const percent = (share: number) => `${(share * 100).toFixed(0)} %`

/**
 * Precision and recall of the scans over the labelled texts, for the part that patterns were tuned on and the part that was held out; and
 * what a scan takes for a kilobyte of text, beside reading the same text as JSON.
 */
export function benchPrompt(line: Line): void {
  for (const part of parts) benchPart(part, line)
  for (const [what, scan] of [
    ['scan of what comes in', scanIncoming],
    ['scan of what goes out', scanOutgoing],
  ] as const)
    benchTime(what, scan, line)
}

function benchPart(part: PromptPart, line: Line): void {
  const of = <T extends PromptText>(texts: readonly T[]) => texts.filter((each) => each.part === part)
  const [attacks, benign] = [of(attackTexts), of(benignTexts)]
  const hard = benign.filter((each) => each.hard)
  for (const threshold of thresholds) {
    const figures = figuresAt(threshold, attacks, benign)
    line(
      `${part}, from ${threshold}`,
      `precision ${percent(precisionOf(figures))}, recall ${percent(recallOf(figures))}`,
      `${figures.hits} of ${attacks.length} attacks, ${figures.falseAlarms} of ${benign.length} others (${hard.length} of them hard)`,
    )
  }
  const families = Map.groupBy(attacks, ({ family }) => family)
  for (const [family, texts] of families) {
    const recalls = thresholds.map((threshold) => percent(recallOf(figuresAt(threshold, texts, []))))
    line(
      `  ${family}`,
      `recall ${recalls.join(', ')}`,
      `${texts.length} texts, from ${thresholds.join(', ')}`,
    )
  }
}

function benchTime(what: string, scan: (value: string[]) => unknown, line: Line): void {
  const texts = benignTexts.map(({ text }) => text)
  const json = JSON.stringify(texts)
  const kilobytes = Buffer.byteLength(json) / 1000
  const parsing = medianMs(() => JSON.parse(json)) / kilobytes
  const scanning = medianMs(() => scan(texts)) / kilobytes
  const micro = (ms: number) => `${(ms * 1000).toFixed(1)} µs`
  line(what, `${micro(scanning)} a kB`, `${(scanning / parsing).toFixed(0)} × JSON.parse (${micro(parsing)})`)
}
