/** What a metric is, by the names and units of OpenTelemetry (UCUM). `labels` are all that it has besides the loop. */
export type Metric = {
  type: 'counter' | 'gauge' | 'histogram'
  /** `1` counts things that have no unit, `s` is seconds. */
  unit: '1' | 's' | 'USD'
  says: string
  labels: readonly string[]
}

/**
 * Everything that is measured. Labels take their values from closed sets, or from names that the workspace gave (loops, hosts): what callers send
 * is in none, so nobody outside can make the list grow, and nothing personal gets into it.
 */
export const metrics = {
  'pavane.run.accepted': { type: 'counter', unit: '1', says: 'Runs that were accepted', labels: [] },
  'pavane.run.ended': {
    type: 'counter',
    unit: '1',
    says: 'Runs that ended, by outcome',
    labels: ['outcome'],
  },
  'pavane.run.duration': {
    type: 'histogram',
    unit: 's',
    says: 'Seconds from the acceptance of a run to its end',
    labels: [],
  },
  'pavane.run.cost': {
    type: 'counter',
    unit: 'USD',
    says: 'What ended runs cost, in US dollars',
    labels: [],
  },
  'pavane.run.iterations': {
    type: 'counter',
    unit: '1',
    says: 'Iterations of ended runs',
    labels: [],
  },
  'pavane.hook.refused': {
    type: 'counter',
    unit: '1',
    says: 'Calls of the hook that were refused, by problem',
    labels: ['problem'],
  },
  'pavane.hook.repeated': {
    type: 'counter',
    unit: '1',
    says: 'Calls of the hook that found the run of an earlier one',
    labels: [],
  },
  'pavane.effect.ended': {
    type: 'counter',
    unit: '1',
    says: 'Effects that were carried out, by kind and by result: ok, called-off, or the class of the error',
    labels: ['kind', 'result'],
  },
  'pavane.effect.duration': {
    type: 'histogram',
    unit: 's',
    says: 'Seconds that an attempt of an effect took, by kind',
    labels: ['kind'],
  },
  'pavane.runs.queued': {
    type: 'gauge',
    unit: '1',
    says: 'Runs that were accepted and wait for room',
    labels: [],
  },
  'pavane.runs.running': {
    type: 'gauge',
    unit: '1',
    says: 'Runs that have begun and not ended',
    labels: [],
  },
  'pavane.runs.limit': {
    type: 'gauge',
    unit: '1',
    says: 'Unfinished runs that are taken; past it, 429',
    labels: [],
  },
  'pavane.approvals.open': {
    type: 'gauge',
    unit: '1',
    says: 'Approvals that wait for somebody',
    labels: [],
  },
  'pavane.callbacks.waiting': {
    type: 'gauge',
    unit: '1',
    says: 'Callbacks that are still to be taken',
    labels: [],
  },
  'pavane.callbacks.dead': {
    type: 'gauge',
    unit: '1',
    says: 'Callbacks that were given up',
    labels: [],
  },
  'pavane.hosts.blocked': {
    type: 'gauge',
    unit: '1',
    says: 'Shards that do not call the host for the time being: it failed too often',
    labels: ['host'],
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics
type Of<T extends Metric['type']> = {
  [N in MetricName]: (typeof metrics)[N]['type'] extends T ? N : never
}[MetricName]
export type CounterName = Of<'counter' | 'gauge'>
export type HistogramName = Of<'histogram'>

/** The values of a metric’s labels, each named. */
export type LabelsOf<N extends MetricName> = Record<(typeof metrics)[N]['labels'][number], string>

/** The upper bounds of what is counted together, in seconds: from what only computes to what waits for people over a week. */
export const bucketBounds = [
  0.005, 0.02, 0.1, 0.5, 1, 5, 30, 120, 600, 3600, 21_600, 86_400, 604_800,
] as const
