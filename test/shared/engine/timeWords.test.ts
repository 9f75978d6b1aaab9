import { expect, it } from 'vitest'
import { timeWords } from '../../../shared/engine/timeWords.ts'

it.for([
  [0, '0 seconds'],
  [1, '1 second'],
  [0.25, '0.25 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [120.5, '2.1 minutes'],
  [5400, '90 minutes'],
  [9000, '2.5 hours'],
  [217_867_487.948, '2521.7 days'],
] as const)('%d seconds are said to be %s', ([seconds, words]) => expect(timeWords(seconds)).toBe(words))
