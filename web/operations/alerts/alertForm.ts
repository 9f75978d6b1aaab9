import { type Alert, AlertRule } from '../../../shared/api/alerts.ts'
import { ResourceName } from '../../../shared/graph/ids.ts'
import type { KpiMeasure } from '../../../shared/projections/kpiAlert.ts'
import { measures } from './alertWords.ts'

/** An alert as it is written; `''` stands for what is not chosen yet. */
export type AlertForm = {
  name: string
  title: string
  /** `''` watches every loop. */
  loop: string
  measure: KpiMeasure
  threshold: string
  windowHours: string
  host: string
  path: string
  secret: string
}
export type AlertFaults = Partial<Record<keyof AlertForm, string>>

const blank: AlertForm = {
  name: '',
  title: '',
  loop: '',
  measure: 'failure-rate',
  threshold: '20',
  windowHours: '1',
  host: '',
  path: '/',
  secret: '',
}

export function formOf(alert: Alert | null): AlertForm {
  if (!alert) return blank
  const { title, loop, measure, threshold, windowHours, to } = alert
  const shown = String(Number((threshold / measures[measure].size).toPrecision(12)))
  return {
    name: alert.alert,
    title,
    loop: loop ?? '',
    measure,
    threshold: shown,
    windowHours: String(windowHours),
    ...to,
  }
}

/** What is written as a rule, or what is wrong with it by field. */
export function readForm(form: AlertForm): { rule: AlertRule } | { faults: AlertFaults } {
  const { measure, loop, host, path, secret } = form
  const threshold = Number((Number(form.threshold) * measures[measure].size).toPrecision(12))
  const read = AlertRule.safeParse({
    title: form.title,
    loop: loop === '' ? null : loop,
    measure,
    threshold: form.threshold.trim() === '' ? Number.NaN : threshold,
    windowHours: Number(form.windowHours),
    to: { host, path, secret },
  })
  const faults: AlertFaults = {}
  if (!ResourceName.safeParse(form.name).success) faults.name = 'Lower-case letters, digits and _.'
  for (const { path: at } of read.error?.issues ?? []) {
    const field = String(at.at(-1)) as keyof AlertForm
    faults[field] = faultWords[field] ?? 'This does not fit.'
  }
  return read.success && Object.keys(faults).length === 0 ? { rule: read.data } : { faults }
}

const faultWords: AlertFaults = {
  title: 'Say what is wrong when it fires.',
  threshold: 'Give a number.',
  windowHours: 'Give a whole number of hours, up to 168.',
  host: 'Choose the host that is told.',
  path: 'Begin with a slash, and leave out ? and #.',
  secret: 'Choose the secret that signs.',
}
