import { type Answer, answer } from '../../http/problem.ts'
import type { CallbackAsk, CallbacksOfShard } from '../ports.ts'
import type { Shard } from './openShard.ts'
import { unknownRun } from './unknownRun.ts'

/** What is asked of a shard's callbacks; before anything was deployed to it there are none. */
export function askCallbacks(shard: Shard | null, request: CallbackAsk): Answer<CallbacksOfShard> {
  switch (request.ask) {
    case 'page': {
      if (!shard) return answer({ callbacks: [], dead: 0 })
      const { status, before, limit } = request
      const { dead } = shard.callbacks.counts()
      return answer({ callbacks: shard.callbacks.page(status, before, limit), dead })
    }
    case 'run':
      if (!shard?.table.get(request.run)) return unknownRun
      return answer({ callbacks: shard.callbacks.of(request.run), dead: 0 })
    case 'redeliver':
    case 'discard': {
      if (!shard?.table.get(request.run)) return unknownRun
      const done = shard.callbacks[request.ask](request.run, request.callback)
      return done.ok ? answer({ callbacks: [done.value], dead: 0 }) : done
    }
  }
}
