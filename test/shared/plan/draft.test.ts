import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Draft, expandDrafts, standsFor } from '../../../shared/plan/draft.ts'
import { anAnswer, external, planFrom, reasonsFrom, withPlanner } from '../../support/plans.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const call = { action: 'act', args: {}, bindings: {}, why: null }
const draft = (id: string, fallbacks = 0): Draft => ({
  id,
  ...call,
  after: [],
  when: null,
  map: null,
  fallback: Array.from({ length: fallbacks }, () => call),
})

describe('what is tried instead of a step', () => {
  it('is a step of its own, after the one before it', () => {
    const program = aProgram({
      strategy: stepsInAnyOrder(
        aStep('one', {
          when: 'input.n > 0',
          fallback: [
            { action: 'undo', args: { n: '{{ input.n }}' }, why: 'else' },
            { action: 'act', args: { of: '{{ steps.two.output }}' } },
          ],
        }),
        aStep('two'),
        aStep('three', { args: { of: '{{ steps.one.output }}' } }),
      ),
    })
    expect(planFrom(program).steps).toMatchObject([
      { id: 'one', when: 'input.n > 0', insteadOf: null },
      {
        id: 'one_or_1',
        action: 'undo',
        args: { n: 1 },
        after: ['one'],
        insteadOf: 'one',
        when: null,
        why: 'else',
      },
      {
        id: 'one_or_2',
        action: 'act',
        bindings: { '/of': '{{ steps.two.output }}' },
        after: ['one_or_1', 'two'],
        insteadOf: 'one_or_1',
      },
      { id: 'two' },
      { id: 'three', after: ['one'] },
    ])
  })

  it('never takes the name of another step', () => {
    const ids = fc.uniqueArray(
      fc.constantFrom(
        'a',
        'a_or_1',
        'a_or_2',
        'a_or_1_or_1',
        'b'.repeat(63),
        'b'.repeat(58),
        `${'b'.repeat(58)}_or_1`,
      ),
    )
    fc.assert(
      fc.property(
        ids,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 }),
        (names, counts) => {
          const drafts = names.map((name, place) => draft(name, counts[place]))
          const steps = expandDrafts(drafts)
          expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
          expect(steps.length).toBe(drafts.reduce((sum, { fallback }) => sum + 1 + fallback.length, 0))
          for (const { id } of steps) {
            expect(id).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/)
            expect(names).toContain(standsFor(steps, id))
          }
        },
      ),
    )
  })

  it('may not read what comes after the step', () => {
    const program = aProgram({
      strategy: stepsInAnyOrder(
        aStep('one', { fallback: [{ action: 'act', args: { of: '{{ steps.two.output }}' } }] }),
        aStep('two', { args: { of: '{{ steps.one.output }}' } }),
      ),
    })
    expect(reasonsFrom(program)).toMatchObject([
      { code: 'unsound', message: expect.stringContaining('wait for each other') as string },
    ])
  })
})

describe('a step that maps over a list', () => {
  it('keeps what reads its items for later, and its fallbacks map, too', () => {
    const program = aProgram({
      strategy: stepsInAnyOrder(
        aStep('zero'),
        aStep('one', {
          map: { over: 'steps.zero.output.list', max: 7 },
          args: { n: '{{ item.n }}', at: '{{ index + input.n }}', fixed: '{{ input.n }}' },
          fallback: [{ action: 'undo', args: { n: '{{ item }}' } }],
        }),
      ),
    })
    const map = { over: 'steps.zero.output.list', max: 7, parallelism: null }
    expect(planFrom(program).steps.slice(1)).toMatchObject([
      {
        args: { n: null, at: null, fixed: 1 },
        bindings: { '/n': '{{ item.n }}', '/at': '{{ index + input.n }}' },
        after: ['zero'],
        map,
      },
      { bindings: { '/n': '{{ item }}' }, map, after: expect.arrayContaining(['one', 'zero']) as string[] },
    ])
  })

  it('maps over at most a hundred items unless it says otherwise', () => {
    const program = withPlanner({ strategy: external })
    const answer = anAnswer([
      {
        id: 'one',
        action: 'act',
        map: { over: 'input.list' },
        args: { n: null },
        bindings: { '/n': 'item.n' },
      },
    ])
    expect(planFrom(program, { answer }).steps).toMatchObject([
      { map: { max: 100, parallelism: null }, bindings: { '/n': '{{ item.n }}' } },
    ])
  })

  it('has no item elsewhere', () => {
    expect(
      reasonsFrom(aProgram({ strategy: stepsInAnyOrder(aStep('one', { args: { n: '{{ item }}' } })) })),
    ).toMatchObject([{ code: 'unsound', step: 'one' }])
  })
})
