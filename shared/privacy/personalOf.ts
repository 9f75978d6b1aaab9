import type { Program } from '../compile/program.ts'
import type { Personal } from '../graph/nodes/personal.ts'
import { detectorOf } from './detectors.ts'
import { placesByName } from './fieldNames.ts'
import { type PersonalValue, PersonalValues } from './PersonalValues.ts'
import { phonesOf } from './phones.ts'
import type { Token } from './token.ts'

/** What is looked for where a program says nothing: only what is known already. */
const nothing: Personal = {}

/** Whether runs of a program have personal values at all. */
export const isPersonal = (program: Program): boolean => program.trigger.personal !== undefined

/** The personal values of a run of a program, with those that are known. The key makes its tokens. */
export function personalOf(
  program: Program,
  key: Uint8Array,
  values: Iterable<readonly [Token, PersonalValue]> = [],
): PersonalValues {
  const { detect = [], country } = program.trigger.personal ?? nothing
  const detector = detectorOf(detect, detect.includes('phone') ? phonesOf(country) : null)
  return new PersonalValues({
    key,
    detect: detector,
    byName: detect.includes('names') ? placesByName : null,
    values,
  })
}
