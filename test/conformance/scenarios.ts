import type { Scenario } from './scenario.ts'
import { acting } from './scenarios/acting.ts'
import { limits } from './scenarios/limits.ts'
import { people } from './scenarios/people.ts'
import { planning } from './scenarios/planning.ts'
import { undoing } from './scenarios/undoing.ts'

export const scenarios: readonly Scenario[] = [...planning, ...acting, ...undoing, ...people, ...limits]
