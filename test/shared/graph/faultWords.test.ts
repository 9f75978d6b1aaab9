import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { faultWords } from '../../../shared/graph/faultWords.ts'
import type { Json } from '../../../shared/json.ts'

const Document = z.strictObject({
  name: z.string().regex(/^[a-z]+$/),
  url: z.url().optional(),
  seconds: z.union([z.number(), z.string()]).optional(),
  color: z.enum(['red', 'blue']).optional(),
  shape: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('circle') }),
      z.strictObject({ kind: z.enum(['square', 'line']) }),
    ])
    .optional(),
  byName: z.record(z.string().regex(/^[a-z]+$/), z.number()).optional(),
})

const wordsFor = (document: Json): string[] =>
  (Document.safeParse(document).error?.issues ?? []).map((issue) => faultWords(issue, document))

describe('the words for a fault', () => {
  it.for<[Json, string]>([
    [{}, '“name” is missing'],
    [7, 'This must be an object'],
    [{ name: 'a', more: 1 }, 'There is no “more” here'],
    [{ name: 'A' }, 'This does not have the form that is needed'],
    [{ name: 'a', url: 'x' }, 'This must be a valid url'],
    [{ name: 'a', seconds: true }, 'This must be a number or a text'],
    [{ name: 'a', color: 'green' }, 'This must be one of "red", "blue"'],
    [{ name: 'a', shape: { kind: 'dot' } }, 'This must be one of "circle", "square", "line"'],
    [{ name: 'a', shape: {} }, '“kind” is missing'],
    [{ name: 'a', byName: { A: 1 } }, '“A” can’t be a name here'],
  ])('of %j tell what is needed: %s', ([document, words]) => {
    expect(wordsFor(document)).toEqual([words])
  })
})
