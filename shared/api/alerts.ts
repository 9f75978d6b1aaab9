import { z } from 'zod'
import { AlertEventKind, AlertTold } from '../callback/alertEvent.ts'
import { CallbackPath } from '../graph/callback.ts'
import { LoopName, ResourceName } from '../graph/ids.ts'
import { KpiMeasure } from '../projections/kpiAlert.ts'
import { CallbackAttempt, CallbackStatus } from './callbacks.ts'

/** When somebody is told, and who. */
export const AlertRule = z.strictObject({
  title: z.string().trim().min(1).max(120),
  /** The loop that is watched; null watches every loop, each by itself. */
  loop: LoopName.nullable(),
  measure: KpiMeasure,
  /** It fires from this value on; `started` below it. */
  threshold: z.number().min(0).max(1e12),
  /** How far back runs are looked at: so many whole hours, and the one that has begun. */
  windowHours: z.int().min(1).max(168),
  /** The address that is told, and the secret that signs. */
  to: z.strictObject({ host: ResourceName, path: CallbackPath, secret: ResourceName }),
})
export type AlertRule = z.infer<typeof AlertRule>

/** How an alert stands at a loop. */
export const AlertState = z.strictObject({
  loop: LoopName,
  state: z.enum(['ok', 'firing']),
  /** What was measured last; null where there was too little to say. */
  value: z.number().nullable(),
  /** Since when it stands so, in milliseconds since the epoch. */
  since: z.int(),
})
export type AlertState = z.infer<typeof AlertState>

export const Alert = z.strictObject({
  alert: ResourceName,
  ...AlertRule.shape,
  /** Empty before it was first looked at. */
  states: z.array(AlertState),
})
export type Alert = z.infer<typeof Alert>

/** Something that an alert told, and what came of telling it. */
export const AlertNotice = z.strictObject({
  id: z.string(),
  kind: AlertEventKind,
  ...AlertTold.shape,
  delivery: z.strictObject({
    status: CallbackStatus,
    tries: z.int(),
    /** When it is tried next; null when it is not. */
    nextAt: z.int().nullable(),
    last: CallbackAttempt.nullable(),
  }),
})
export type AlertNotice = z.infer<typeof AlertNotice>

/** The alerts of a workspace, by name, and the newest hundred of what they told, newest first. */
export const AlertList = z.strictObject({ alerts: z.array(Alert), notices: z.array(AlertNotice) })
export type AlertList = z.infer<typeof AlertList>
