import { describe, expect, it } from 'vitest'
import { EventPage } from '../../../shared/api/runs.ts'
import { anAction, aProgram } from '../../support/programs.ts'
import { deploy } from '../support/deploy.ts'
import { asAdmin, ended, hook, jsonOf, runOf } from '../support/edge.ts'
import { expectProblem } from '../support/problems.ts'

/** Patterns that a backtracking matcher needs longer for than anybody waits, and a text for each. */
const patterns = [
  ['^(a+)+$', `${'a'.repeat(4000)}!`],
  ['^(a|a)*$', `${'a'.repeat(4000)}!`],
  ['^(a|aa)+$', `${'a'.repeat(4000)}!`],
  ['^(\\w+\\s?)*$', `${'word '.repeat(800)}!`],
  [
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
    `${'a'.repeat(4000)}!`,
  ],
  ['(x+x+)+y', 'x'.repeat(4000)],
  ['^(([^<>()]+\\.)+)+[^<>()]{2,}$', `${'a.'.repeat(2000)}<`],
] as const

/** Expressions that would do far more than they are long. */
const bombs = [
  'input.l.map(a, input.l.map(b, input.l.map(c, a + b + c)))',
  'input.l.filter(a, input.l.exists(b, input.l.exists(c, a + b + c < 0.0)))',
  'input.l.map(a, input.t).join("").size()',
  'input.t.split("").map(c, input.t).join(input.t)',
  'input.t.replace("x", input.t)',
  '[input.t].map(t, t + t + t + t + t + t).map(t, t + t + t + t + t + t).map(t, t + t + t + t + t + t)',
  'input.l.map(a, input.l).map(b, b.map(c, b)).map(d, d.map(e, e.map(f, f)))',
  'input.l.all(a, input.l.all(b, (input.t + "y").matches("^(x+)+$") == false))',
] as const

const input = { l: Array.from({ length: 400 }, (_, index) => index), t: 'x'.repeat(20_000) }

describe('a pattern of a builder', () => {
  it.each(patterns)('that repeats itself takes no time over a hook’s body: %s', async (pattern, text) => {
    const { trigger } = aProgram()
    const schema = { type: 'object', properties: { a: { type: 'string', pattern } } }
    const name = await deploy({ trigger: { ...trigger, input: schema } })
    await expectProblem(await hook(name, { a: text }), 'input-invalid')
  })

  it.each(patterns)('nor in an expression: %s', async (pattern, text) => {
    const value = `{{ input.a.matches(${JSON.stringify(pattern)}) }}`
    const name = await deploy({ actions: { act: anAction({ call: { uses: 'transform', value } }) } })
    const { run } = await runOf(await hook(name, { a: text }))
    await ended(run)
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    const succeeded = events.find(({ type }) => type === 'step.succeeded')
    expect(succeeded?.data).toMatchObject({ output: false })
  })
})

describe('an expression that costs out of proportion', () => {
  it.each(bombs)('is given up, and the run says why: %s', async (bomb) => {
    const call = { uses: 'transform' as const, value: `{{ ${bomb} }}` }
    const name = await deploy({ actions: { act: anAction({ call }) } })
    const { run } = await runOf(await hook(name, input))
    await ended(run)
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    const failed = events.find(({ type }) => type === 'step.failed')
    expect(failed?.data).toMatchObject({ error: { class: 'expression', mayHaveHappened: false } })
    expect(JSON.stringify(failed).length).toBeLessThan(2000)
  })

  it.each(bombs)('makes no key of a call either: %s', async (bomb) => {
    const { trigger } = aProgram()
    const name = await deploy({ trigger: { ...trigger, dedupe: bomb } })
    await expectProblem(await hook(name, input), 'input-invalid')
  })
})
