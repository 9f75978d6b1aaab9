import { withoutCode } from './page.ts'

type Parameter = { name: string; in: string }
type Answer = { description: string; headers?: Record<string, unknown> }
export type Operation = { parameters?: Parameter[]; responses: Record<string, Answer> }
export type Document = { paths: Record<string, Record<string, Operation>> }

/** The rows of the table under a heading of a page, as cells. */
export function tableUnder(page: string, heading: string): string[][] {
  const section = withoutCode(page).split(`\n### ${heading}\n`)[1]?.split(/\n##/)[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

export const inBackquotes = (text = ''): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

/** Names without regard to their case or order. */
export const names = (texts: readonly string[]): string[] =>
  [...new Set(texts.map((name) => name.toLowerCase()))].toSorted()

const anyName = (path: string) => path.replace(/[<{][a-z]+[>}]/g, '{}')

/** Each address that a page tells, with its method, whatever the parts of it are called. */
export const addressesIn = (page: string): string[] =>
  [...withoutCode(page).matchAll(/`((?:GET|POST|PUT|DELETE) \/[^\s`?]+)/g)].map(([, address = '']) =>
    anyName(address),
  )

export const addressesOf = ({ paths }: Document): string[] => [
  'GET /openapi.json',
  ...Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${anyName(path)}`),
  ),
]

/** Each status that a page tells with its problem. */
export const problemsIn = (page: string): { status: number; code: string }[] =>
  [...withoutCode(page).matchAll(/(\d{3})(?: \|)? `([a-z]+(?:-[a-z]+)*)`/g)].map(([, status, code = '']) => ({
    status: Number(status),
    code,
  }))

/** What an operation answers: each status, with each of its problems. */
export const answersOf = ({ responses }: Operation): string[] =>
  Object.entries(responses)
    .filter(([status]) => /^\d+$/.test(status))
    .flatMap(([status, { description }]) =>
      Number(status) < 400 ? [`${status} `] : inBackquotes(description).map((code) => `${status} ${code}`),
    )
    .toSorted()
