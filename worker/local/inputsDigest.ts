import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const inputs = [
  '{shared,worker,web}/**/*',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'wrangler.toml',
]

/** A digest of everything that a build is made from: the same files, by name and content, give the same digest. */
export function inputsDigest(top: string): string {
  const hash = createHash('sha256')
  for (const path of globSync(inputs, { cwd: top }).sort()) {
    const file = join(top, path)
    if (!statSync(file).isFile()) continue
    const content = readFileSync(file)
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
