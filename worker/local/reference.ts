import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { top } from './install.mjs'
import { referencePages } from './reference/pages.ts'

const folder = join(top, 'docs/reference')
mkdirSync(folder, { recursive: true })
for (const [name, page] of Object.entries(referencePages(top))) writeFileSync(join(folder, name), page)
