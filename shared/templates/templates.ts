import { incident } from './incident.ts'
import { issueTriage } from './issueTriage.ts'
import { leadScoring } from './leadScoring.ts'
import { onboarding } from './onboarding.ts'
import { refund } from './refund.ts'
import type { LoopTemplate } from './template.ts'

/** The loops that a builder can start from, in the order in which they are offered. */
export const templates: readonly LoopTemplate[] = [issueTriage, refund, incident, onboarding, leadScoring]
