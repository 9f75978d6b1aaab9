import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DecideBaseline, ProposeBaseline } from '../../../../shared/api/baselines.ts'
import { DriftCheck } from '../../../../shared/graph/nodes/check.ts'
import { defaultThreshold } from '../../../../shared/verify/drift/compareBins.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guides/drift.md'), 'utf8')
const blocks = [...guide.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text = '']) => JSON.parse(text))
const sent = [...guide.matchAll(/--data '(.*?)' "\$PAVANE/g)].map(([, text = '']) =>
  text.replace(`'$DIGEST'`, ''),
)

describe('the guide to drift', () => {
  it('shows what the schemas take', () => {
    const [check, values] = blocks
    expect(DriftCheck.parse(check).fields).toHaveLength(3)
    expect(ProposeBaseline.parse(values).from.type).toBe('values')
    expect(ProposeBaseline.parse(JSON.parse(sent[0] ?? '')).from.type).toBe('window')
    const decision = { ...JSON.parse(sent[1] ?? ''), digest: `sha256:${'0'.repeat(64)}` }
    expect(DecideBaseline.parse(decision).decision).toBe('approve')
  })

  it('names the thresholds that hold', () => {
    expect(defaultThreshold).toEqual({ psi: 0.2, ks: 0.01, 'chi-square': 0.01 })
    for (const says of ['`threshold` (0.2)', '`threshold` (0.01)', '(p below 0.01)'])
      expect(guide).toContain(says)
  })
})
