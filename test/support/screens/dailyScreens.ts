import type { Screen } from './screen.ts'

/** Every kind of screen once: what each run of the tests looks at. The nightly run looks at all. */
const daily = new Set([
  'loops/full',
  'loops/template',
  'loops/empty',
  'loops/new',
  'editor/full',
  'editor/empty',
  'editor/every-kind',
  'editor/menu',
  'editor/way-back',
  'editor/compare',
  'runs/full',
  'runs/error',
  'runs/loading',
  'run/rolled-back',
  'run/waiting',
  'run/asking',
  'run/plan',
  'run-compare/iterated',
  'operations/full',
  'operations/loop',
])

export const isDaily = ({ name }: Screen): boolean => daily.has(name)
