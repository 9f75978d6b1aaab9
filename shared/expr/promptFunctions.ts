import { type CelFunc, CelScalar, type CelValue, celFunc, celList, listType } from '@bufbuild/cel'
import type { Json } from '../json.ts'
import { delimit } from '../prompt/delimit.ts'
import { type PromptScan, scanIncoming, scannedLength, scanOutgoing } from '../prompt/scanPrompt.ts'
import { toJsonValue } from './celValues.ts'
import type { Meter } from './meter.ts'

const { DOUBLE, DYN, STRING } = CelScalar
const TEXTS = listType(STRING)

/** What speaks of text that flows into a model or out of it: how risky it is, what signs it shows, and marks around it. */
export function promptFunctions(meter: Meter): CelFunc[] {
  const scanned = (value: CelValue, scan: (value: Json) => PromptScan): PromptScan => {
    const json = toJsonValue(value)
    // Each pattern looks at each character, which costs some sixty times what it costs to read it.
    meter.spend(1 + scannedLength(json))
    return scan(json)
  }
  const riskOf = (name: string, scan: (value: Json) => PromptScan) =>
    celFunc(name, [DYN], DOUBLE, (value) => scanned(value, scan).risk)
  const signsOf = (name: string, scan: (value: Json) => PromptScan) =>
    celFunc(name, [DYN], TEXTS, (value) => celList(scanned(value, scan).findings.map(({ id }) => id)))
  return [
    riskOf('promptRisk', scanIncoming),
    signsOf('promptSigns', scanIncoming),
    riskOf('leakRisk', scanOutgoing),
    signsOf('leakSigns', scanOutgoing),
    celFunc('untrusted', [STRING, STRING], STRING, (label, text) => {
      meter.spendOnText(2 * (label.length + text.length))
      return delimit(label, text)
    }),
  ]
}
