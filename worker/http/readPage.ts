import { z } from 'zod'
import { apiLimits } from '../../shared/api/limits.ts'
import { ProblemException } from './problem.ts'

const PageQuery = z.object({
  before: z.coerce.number().int().min(1).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(apiLimits.pageSize).default(50),
})

/** Which page of a list that is numbered is asked for: `before` is the `next` of the page before it. */
export function readPage(query: Record<string, string>): z.infer<typeof PageQuery> {
  const parsed = PageQuery.safeParse(query)
  if (parsed.success) return parsed.data
  throw new ProblemException('invalid-request', parsed.error.issues[0]?.message ?? 'The query is not valid.')
}
