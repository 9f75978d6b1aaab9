import { z } from 'zod'
import type { loopsRoutes } from '../../../shared/api/routes/loops.ts'
import type { Details } from './operationDetails.ts'

const revision = z.string().meta({ description: 'The draft’s revision, in double quotes' })

export const loopsDetails = {
  listLoops: {
    description:
      'All loops of the workspace, by name, each with its published version and whether its draft differs from it. There are no pages.',
  },
  createLoop: {
    description:
      'The graph becomes the draft, also when it has errors; nothing is published. The name stays for good: it is part of the hook’s address. 409 `name-taken` is also what a repeat gets whose first call succeeded.',
    refuses: ['name-taken'],
    answerHeaders: z.object({ Location: z.string().meta({ description: 'The loop' }), ETag: revision }),
  },
  getLoop: {
    description: 'The `ETag` is the draft’s revision: send it as `If-Match` when you save the draft.',
    answerHeaders: z.object({ ETag: revision }),
  },
  deleteLoop: {
    description:
      'Its versions, its runs and their logs go with it; what was archived stays. 409 `conflict` while runs or callbacks of it are under way: cancel or discard them first. A repeat gets 404.',
    refuses: ['conflict'],
  },
  saveDraft: {
    description:
      'A draft is kept as it is, also when it has errors. `If-Match` is required; 412 when somebody saved in between.',
    refuses: ['revision-stale', 'precondition-required'],
    headers: z.object({
      'If-Match': z.string().meta({ description: 'The revision that was edited, as its `ETag` said it' }),
    }),
    answerHeaders: z.object({ ETag: revision }),
  },
  compile: {
    description:
      'A graph with errors is no error of the call: the answer is 200 with `program: null` and the diagnostics. Hosts, secrets, loops and roles are looked up in the workspace. Nothing is stored.',
  },
  runTests: {
    description:
      'Without `graph` the saved draft is tested. A test that fails is no error of the call. 422 `graph-invalid` where the graph does not compile.',
    refuses: ['graph-invalid'],
    example: {},
  },
  sendOnce: {
    description:
      'Nothing asks again: whoever calls this has decided. It starts no run, holds no lease and tries once. Policies hold; one that asks for an approval refuses. What went wrong with the call is in `error` of a 200: a problem says that the call was not one to send. 403 `second-person-required` where two people must publish; 429 `too-many-attempts` past so many in a minute.',
    refuses: ['second-person-required', 'graph-invalid', 'too-many-attempts'],
  },
} satisfies Record<keyof typeof loopsRoutes, Details>
