import { answers, fails, loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const numbers = '[1, 2, 3]'

export const lists = [
  scenario({
    shows: 'does a step for each member of a list, and goes on when all are done',
    graph: loop('map', {
      strategy: sequence(
        {
          id: 'each',
          action: 'each',
          args: { n: '{{ item }}', at: '{{ index }}' },
          map: { over: numbers, parallelism: 1 },
        },
        { id: 'sum', action: 'sum', args: { of: '{{ steps.each.output }}' } },
      ),
      actions: { each: {}, sum: {} },
    }),
  }),
  scenario({
    shows: 'does nothing for an empty list',
    graph: loop('map-empty', {
      strategy: sequence({ id: 'each', action: 'each', map: { over: '[]' } }, 'after'),
      actions: { each: {}, after: {} },
    }),
  }),
  scenario({
    shows: 'undoes what was done for members of a list when one failed',
    graph: loop('map-undo', {
      strategy: sequence({
        id: 'each',
        action: 'each',
        args: { n: '{{ item }}' },
        map: { over: numbers, parallelism: 1 },
      }),
      actions: {
        each: { undo: 'uneach', undoArgs: { n: '{{ args.n }}' }, needs: 'args.n < 3.0' },
        uneach: {},
      },
    }),
  }),
  scenario({
    shows: 'falls back on another action, and goes on with what that brought',
    graph: loop('fallback', {
      strategy: sequence(
        { id: 'pay', action: 'card', fallback: [{ action: 'bank' }, { action: 'cash' }] },
        { id: 'thank', action: 'thank', args: { by: '{{ steps.pay.output.body.via }}' } },
      ),
      actions: { card: {}, bank: {}, cash: {}, thank: {} },
    }),
    mocks: { card: fails(402), bank: answers({ via: 'bank' }) },
  }),
  scenario({
    shows: 'fails when all that it could fall back on has failed',
    graph: loop('fallback-none', {
      strategy: sequence({ id: 'pay', action: 'card', fallback: [{ action: 'bank' }] }),
      actions: { card: {}, bank: {} },
    }),
    mocks: { card: fails(402), bank: fails(403) },
  }),
]
