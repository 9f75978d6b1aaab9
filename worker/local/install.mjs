// Runs on a machine that has nothing but Node 20 and npm, so: plain JavaScript and no packages.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { arch, platform } from 'node:process'
import { fileURLToPath } from 'node:url'

/** The top folder of the checkout. */
export const top = resolve(fileURLToPath(import.meta.url), '../../..')

/** The oldest Node that runs the TypeScript files of this project as they are. */
const oldestNode = [22, 18]

/**
 * Says whether every package that the lock file asks for is installed in the version it asks for. Packages that are only for
 * other platforms may be absent.
 * @param {string} lockFile
 * @param {string} installedFile what npm itself noted about the last installation
 */
export function isInstalled(lockFile, installedFile) {
  if (!existsSync(installedFile)) return false
  /** @type {(file: string) => Record<string, { integrity?: string, optional?: boolean }>} */
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const installed = packagesOf(installedFile)
  return Object.entries(packagesOf(lockFile)).every(([path, wanted]) => {
    const found = installed[path]
    if (path === '' || (!found && wanted.optional)) return true
    return found?.integrity === wanted.integrity
  })
}

/** Installs the packages of the lock file unless they are there; ends the process when that fails. */
export function ensureInstalled() {
  if (isInstalled(`${top}/package-lock.json`, `${top}/node_modules/.package-lock.json`)) return
  console.log('Installing the packages of package-lock.json (npm ci)…')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const result = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: top,
    stdio: 'inherit',
  })
  if (result.status === 0) return
  console.error('The packages could not be installed: npm ci failed, its message is above.')
  process.exit(1)
}

/** The path of a Node that runs TypeScript files: the one that the packages bring, else this one. */
export function modernNode() {
  const bundled = `${top}/node_modules/node-${platform}-${arch}/bin/node`
  if (existsSync(bundled)) return bundled
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.execPath
  console.error(
    `On ${platform} ${arch} Pavane needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`,
  )
  process.exit(1)
}
