import { LocalServer } from '../support/localServer.ts'
import { benchCore } from './coreBench.ts'
import { benchEditor } from './editorBench.ts'
import { benchFaults } from './faultBench.ts'
import { benchHooks } from './hookBench.ts'
import type { Throughput } from './measure.ts'
import { benchOverload } from './overloadBench.ts'
import { benchPrompt } from './promptBench.ts'
import { benchProve } from './proveBench.ts'
import { benchSlope } from './slopeBench.ts'
import { benchTiming } from './timingBench.ts'
import { benchUnit } from './unitBench.ts'

/**
 * `npm run bench` measures everything; `npm run bench -- unit`, `core`, `prompt`, `prove`, `editor` or `hooks` a part of it. Every figure stands
 * beside one of the same machine at the same time: only the ratios mean something elsewhere. Run it on a machine that does nothing else.
 * `-- faults` measures nothing: it counts what 10,000 webhooks come to under faults. `-- timing` asks whether refusing a credential takes longer the more of it is
 * right. `-- overload` calls a loop faster than the server can take calls. These take minutes, and are done only when they are named.
 */

const callers = 20
const seconds = 5

const ms = (value: number) => `${value.toFixed(value < 1 ? 3 : 1)} ms`
const line = (what: string, measured: string, compared = '') =>
  console.log(`${what.padEnd(40)} ${measured.padEnd(44)} ${compared}`.trimEnd())

const wanted = process.argv.slice(2)
const wants = (part: 'core' | 'editor' | 'hooks' | 'prompt' | 'prove' | 'unit') =>
  wanted.length === 0 || wanted.includes(part)

if (wants('core')) {
  console.log('The core, in this process (median of many)')
  for (const { what, ms: time, against, againstMs } of benchCore())
    line(what, ms(time), `${(time / againstMs).toFixed(1)} × ${against} (${ms(againstMs)})`)
  benchSlope(line)
}

if (wants('prompt')) {
  console.log('\nPrompt integrity, over the labelled texts of test/fixtures/prompt')
  benchPrompt(line)
}

if (wants('prove')) {
  console.log('\nProving graphs: everything that can happen to a run, in this process')
  for (const { nodes, states, turns, ms: time, complete } of benchProve())
    line(`${nodes} nodes`, `${states} states, ${turns} turns, ${ms(time)}`, complete ? '' : 'not all of it')
}

if (wants('editor')) {
  console.log('\nThe editor in Chromium, beside plain React Flow with the same nodes')
  await benchEditor(line)
}

if (wants('unit')) {
  console.log(
    '\nThe unit loop on the server as npm start runs it, beside a Durable Object that only appends rows',
  )
  await benchUnit(line)
}

if (wants('hooks')) {
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
    line('rows written a run', rowsPerRun.toFixed(1))
  } finally {
    await server.discard()
  }
}

if (wanted.includes('faults')) {
  console.log('\nFaults: what webhooks come to on the server as npm start runs it')
  await benchFaults(line)
}

if (wanted.includes('overload')) {
  console.log(
    '\nOverload: a loop on the server as npm start runs it, called faster than the server takes calls',
  )
  await benchOverload(line)
}

if (wanted.includes('timing')) {
  console.log('\nTiming: whether it takes longer to refuse a credential the more of it is right')
  const server = await LocalServer.start()
  try {
    await benchTiming(line, server)
  } finally {
    await server.discard()
  }
}
