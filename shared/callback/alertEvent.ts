import { z } from 'zod'
import { LoopName, ResourceName } from '../graph/ids.ts'
import { KpiMeasure } from '../projections/kpiAlert.ts'

/** What became of an alert; `test` is what somebody asked to be sent. */
export const AlertEventKind = z.enum(['firing', 'resolved', 'test'])
export type AlertEventKind = z.infer<typeof AlertEventKind>

/** What an alert tells its receiver. Times are milliseconds since the epoch. */
export const AlertTold = z.strictObject({
  alert: ResourceName,
  title: z.string(),
  /** The loop that it is about; null for a test of one that watches every loop. */
  loop: LoopName.nullable(),
  measure: KpiMeasure,
  threshold: z.number(),
  windowHours: z.int(),
  /** What was measured; null where there was too little to say. */
  value: z.number().nullable(),
  /** The same in words. */
  message: z.string(),
  at: z.int(),
})
export type AlertTold = z.infer<typeof AlertTold>

/** What is sent: a CloudEvent 1.0 in structured mode. Its id, which is also `webhook-id`, is the same in every attempt. */
export const AlertEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.enum(['pavane.alert.firing', 'pavane.alert.resolved', 'pavane.alert.test']),
  /** The alert's name. */
  subject: ResourceName,
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  data: AlertTold,
})
export type AlertEvent = z.infer<typeof AlertEvent>
