import type { RouteName } from '../../../shared/api/routes.ts'
import { alertsDetails } from './alertsDetails.ts'
import { approvalsDetails } from './approvalsDetails.ts'
import { baselinesDetails } from './baselinesDetails.ts'
import { callbacksDetails } from './callbacksDetails.ts'
import { coordinationDetails } from './coordinationDetails.ts'
import { deliveriesDetails } from './deliveriesDetails.ts'
import { documentsDetails } from './documentsDetails.ts'
import { hooksDetails } from './hooksDetails.ts'
import { kpisDetails } from './kpisDetails.ts'
import { loopsDetails } from './loopsDetails.ts'
import type { Details } from './operationDetails.ts'
import { peopleDetails } from './peopleDetails.ts'
import { policiesDetails } from './policiesDetails.ts'
import { privacyDetails } from './privacyDetails.ts'
import { proposalsDetails } from './proposalsDetails.ts'
import { reviewsDetails } from './reviewsDetails.ts'
import { runsDetails } from './runsDetails.ts'
import { sandboxDetails } from './sandboxDetails.ts'
import { sessionDetails } from './sessionDetails.ts'
import { versionsDetails } from './versionsDetails.ts'
import { workspaceDetails } from './workspaceDetails.ts'
import { workspacesDetails } from './workspacesDetails.ts'

/** The routes that the document describes: all but those of any method, which belong to the sandbox’s own apps. */
export type DescribedRoute = Exclude<RouteName, 'sandbox'>

/** What a caller needs to know of each route besides what the table says. They stay out of the browser, which reads the table too. */
export const details: Record<DescribedRoute, Details> = {
  ...sessionDetails,
  ...loopsDetails,
  ...versionsDetails,
  ...proposalsDetails,
  ...coordinationDetails,
  ...kpisDetails,
  ...alertsDetails,
  ...baselinesDetails,
  ...runsDetails,
  ...reviewsDetails,
  ...approvalsDetails,
  ...callbacksDetails,
  ...hooksDetails,
  ...deliveriesDetails,
  ...peopleDetails,
  ...workspaceDetails,
  ...workspacesDetails,
  ...policiesDetails,
  ...privacyDetails,
  ...sandboxDetails,
  ...documentsDetails,
}
