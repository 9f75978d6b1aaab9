import { describe, expect, it } from 'vitest'
import type { Perform } from '../../worker/objects/shard/EffectRunner.ts'
import { withFaultPoints } from '../../worker/objects/shard/faultPoints.ts'
import { env } from './support/edge.ts'

const perform: Perform = () => Promise.resolve('try-again')
const address = 'http://127.0.0.1:9/fault'

describe('the points at which a test stops a server', () => {
  it.for([
    ['on a local server that was given no address', { PAVANE_LOCAL: '1', PAVANE_FAULT_URL: null }],
    ['where it is deployed, whatever it is given', { PAVANE_LOCAL: null, PAVANE_FAULT_URL: address }],
  ] as const)('do not exist %s', ([, settings]) => {
    expect(withFaultPoints({ ...env, ...settings }, perform)).toBe(perform)
  })

  it('exist on a local server that was given an address', () => {
    const settings = { PAVANE_LOCAL: '1', PAVANE_FAULT_URL: address }
    expect(withFaultPoints({ ...env, ...settings }, perform)).not.toBe(perform)
  })
})
