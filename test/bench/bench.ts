import { LocalServer } from '../support/localServer.ts'
import { benchCore } from './coreBench.ts'
import { benchHooks } from './hookBench.ts'
import type { Throughput } from './measure.ts'

const callers = 20
const seconds = 5

const ms = (value: number) => `${value.toFixed(value < 1 ? 3 : 1)} ms`
const line = (what: string, measured: string, compared: string) =>
  console.log(`${what.padEnd(36)} ${measured.padEnd(34)} ${compared}`)

console.log('The core, in this process (median of many)')
for (const { what, ms: time, against, againstMs } of benchCore()) {
  line(what, ms(time), `${(time / againstMs).toFixed(1)} × ${against} (${ms(againstMs)})`)
}

console.log(`\nThe server as npm start runs it (${callers} callers on this machine, ${seconds} s each)`)
const server = await LocalServer.start()
try {
  const { health, accepted, answered, rowsPerRun } = await benchHooks(server, callers, seconds)
  const row = (what: string, { perSecond, p50, p99 }: Throughput) =>
    line(
      what,
      `${perSecond.toFixed(0)}/s, p50 ${ms(p50)}, p99 ${ms(p99)}`,
      `${(perSecond / health.perSecond).toFixed(3)} × GET /healthz`,
    )
  row('GET /healthz', health)
  row('POST /hooks, accepted', accepted)
  row('POST /hooks, waiting for the end', answered)
  line('rows written a run', rowsPerRun.toFixed(1), '')
} finally {
  await server.discard()
}
