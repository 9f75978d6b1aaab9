import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Home } from './home.ts'

/** The administrator's token: `PAVANE_TOKEN`, else the one kept in the state folder, made on first use. */
export function adminToken(home: Home, environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.PAVANE_TOKEN) return environment.PAVANE_TOKEN
  if (existsSync(home.tokenFile)) return readFileSync(home.tokenFile, 'utf8').trim()
  const token = `pvn_${randomBytes(32).toString('base64url')}`
  writeFileSync(home.tokenFile, `${token}\n`, { mode: 0o600, flag: 'wx' })
  return token
}
