import { z } from 'zod'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import type { Details } from './details/operationDetails.ts'
import { parameterWords } from './details/parameterWords.ts'

type Parameters = { path?: z.ZodObject; query?: z.ZodObject; headers?: z.ZodObject }

/** What a route takes in its address, its query and its headers, each with words. */
export function parametersOf({ path, query }: RouteSpec, { parameters = {}, headers }: Details): Parameters {
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name = '']) => name)
  const wordsFor = (name: string) => parameters[name] ?? parameterWords[name]
  return {
    ...(names.length === 0
      ? {}
      : {
          path: z.object(
            Object.fromEntries(names.map((name) => [name, described(z.string(), wordsFor(name))])),
          ),
        }),
    ...(query
      ? {
          query: z.object(
            Object.fromEntries(
              Object.entries(query.shape).map(([name, schema]) => [name, described(schema, wordsFor(name))]),
            ),
          ),
        }
      : {}),
    ...(headers ? { headers } : {}),
  }
}

/** The browser reads the queries of the table too, so most of the words are kept apart from them. */
function described(schema: z.core.$ZodType, words: string | undefined): z.core.$ZodType {
  if (words === undefined || !(schema instanceof z.ZodType)) return schema
  return schema.meta({ description: words })
}
