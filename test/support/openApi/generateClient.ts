import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { generateApi } from 'swagger-typescript-api'

const top = resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

/** Writes a TypeScript client of an OpenAPI document into a folder, as a public generator makes it; its file. */
export async function generateClient(document: object, folder: string, name: string): Promise<string> {
  const source = join(folder, `${name}.json`)
  writeFileSync(source, JSON.stringify(document))
  const { files } = await generateApi({ input: source, output: false, httpClientType: 'fetch', silent: true })
  const [client] = files
  if (!client || files.length > 1) throw new Error(`The generator made ${files.length} files.`)
  const file = join(folder, `${name}.ts`)
  writeFileSync(file, client.fileContent)
  return file
}

/** The errors of the TypeScript compiler about files that stand for themselves, a line each. */
export async function typeErrors(...files: string[]): Promise<string[]> {
  const options =
    '--ignoreConfig --noEmit --strict --target es2023 --lib es2023,dom --module esnext --moduleResolution bundler'
  const more = ['--allowImportingTsExtensions', ...files]
  const tsc = run(process.execPath, [
    join(top, 'node_modules/typescript/bin/tsc'),
    ...options.split(' '),
    ...more,
  ])
  const output = await tsc.then(
    ({ stdout }) => stdout,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
  )
  return output.split('\n').filter((line) => line.includes('error'))
}
