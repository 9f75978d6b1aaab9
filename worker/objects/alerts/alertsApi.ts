import type { Alert, AlertList, AlertNotice } from '../../../shared/api/alerts.ts'
import type { Env } from '../../env.ts'
import type { Answer } from '../../http/problem.ts'
import { objectName } from '../inWorkspace.ts'
import type { NamedRule } from './AlertTable.ts'

export type AlertsApi = {
  list(): Promise<AlertList>
  put(rule: NamedRule): Promise<Answer<Alert>>
  delete(alert: string): Promise<Answer<null>>
  /** Tells the receiver that somebody tests it. */
  sendTest(alert: string): Promise<Answer<AlertNotice>>
}

/** The alerts of the environment's workspace: no other's can be reached. */
export const alertsOf = ({ workspace, ALERTS }: Env): AlertsApi =>
  ALERTS.get(ALERTS.idFromName(objectName(workspace, 'default'))) as unknown as AlertsApi
