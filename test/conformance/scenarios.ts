import type { Scenario } from './scenario.ts'
import { acting } from './scenarios/acting.ts'
import { drift } from './scenarios/drift.ts'
import { limits } from './scenarios/limits.ts'
import { lists } from './scenarios/lists.ts'
import { people } from './scenarios/people.ts'
import { personal } from './scenarios/personal.ts'
import { planners } from './scenarios/planners.ts'
import { planning } from './scenarios/planning.ts'
import { policies } from './scenarios/policies.ts'
import { undoing } from './scenarios/undoing.ts'
import { verifying } from './scenarios/verifying.ts'
import { waiting } from './scenarios/waiting.ts'

export const scenarios: readonly Scenario[] = [
  ...planning,
  ...planners,
  ...acting,
  ...lists,
  ...waiting,
  ...undoing,
  ...people,
  ...policies,
  ...personal,
  ...limits,
  ...verifying,
  ...drift,
]
