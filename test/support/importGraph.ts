import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'vite'

/** One import as written: `from` and, for a file of the project, `to` are paths from the top folder. */
export type Import = { from: string; specifier: string; to: string | undefined }

/** Every static, re-exporting and dynamic import of `text`, as `path` would resolve it. */
export function importsOf(path: string, text: string): Import[] {
  const { module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const specifiers = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) =>
      found.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
      text.slice(start, end).replace(/^['"`]|['"`]$/g, ''),
    ),
  ]
  return [...new Set(specifiers)].map((specifier) => ({
    from: path,
    specifier,
    to: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
  }))
}

/** The paths of every source file of the project, from `top`. */
export function sourceFiles(top: string): string[] {
  return globSync('{shared,worker,web,test}/**/*.{ts,tsx,js,mjs}', { cwd: top }).map((path) =>
    path.replaceAll('\\', '/'),
  )
}

/** Every import of every source file of the project. */
export function readImportGraph(top: string): Import[] {
  return sourceFiles(top).flatMap((path) => importsOf(path, readFileSync(posix.join(top, path), 'utf8')))
}
