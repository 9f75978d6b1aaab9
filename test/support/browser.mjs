// Plain JavaScript: the test command uses it on the Node that the machine has.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium that is on this machine: `PAVANE_BROWSER`, one of the system's, or Playwright's own. */
export function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [
    ...(process.env.PAVANE_BROWSER ? [process.env.PAVANE_BROWSER] : []),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...applications,
    chromium.executablePath(),
  ].find((path) => existsSync(path))
}

const minutes = (/** @type {number} */ count) => count * 60_000

const installers = [
  {
    says: "Playwright's own browser",
    commands: [
      [
        process.execPath,
        'node_modules/playwright-core/cli.js',
        'install',
        'chromium-headless-shell',
        'chromium',
      ],
    ],
  },
  {
    says: "the system's package chromium",
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
    ],
  },
]

/**
 * Sees to it that a browser is there, installing one if need be; says what it does.
 * @param {string} top
 */
export function ensureBrowser(top) {
  for (const { says, commands } of installers) {
    if (findBrowser()) return true
    console.log(`No Chromium was found. Installing ${says}…`)
    for (const [command = '', ...args] of commands) {
      const asRoot = command === 'apt-get' && process.getuid?.() !== 0
      const [program, all] = asRoot ? ['sudo', ['-n', command, ...args]] : [command, args]
      const result = spawnSync(program, all, {
        cwd: top,
        stdio: ['ignore', 'inherit', 'inherit'],
        timeout: minutes(5),
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
      if (result.status !== 0) break
    }
  }
  return findBrowser() !== undefined
}
