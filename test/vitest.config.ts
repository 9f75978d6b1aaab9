import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Where archived runs of the Worker under test go that has no bucket. */
const archiveFolder = mkdtempSync(join(tmpdir(), 'pavane-archive-'))

// Without these the Cloudflare tools try the network at every start.
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false'
process.env.WRANGLER_SEND_METRICS ??= 'false'

const cases = Number(process.env.PAVANE_FC_RUNS ?? 100)

/** How long what is awaited may take on a busy machine, in milliseconds. It is seen as soon as it is there. */
const poll = { timeout: 15_000 }

const root = `${import.meta.dirname}/..`

export default defineConfig({
  root,
  test: {
    // The worker pool can't read vitest's module cache: runs fail with "readAll .vitest-cache".
    fsModuleCache: false,
    // By default one core is kept free, which leaves half of a machine with two idle.
    maxWorkers: '100%',
    projects: [
      {
        root,
        test: {
          name: 'shared',
          environment: 'node',
          // What is tested keeps nothing that another test could see, and loading it anew for each file takes longer than all the tests.
          isolate: false,
          include: ['test/shared/**/*.test.ts', 'test/conformance/inMemory.test.ts'],
          setupFiles: ['test/support/fastCheck.ts'],
          // A property takes up to 200 milliseconds a case, and several times that on a busy machine.
          testTimeout: Math.max(120_000, cases * 1000),
        },
      },
      {
        root,
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              r2Buckets: ['ARCHIVE'],
              serviceBindings: { ARCHIVE_DISK: { disk: { path: archiveFolder, writable: true } } },
              bindings: {
                PAVANE_TOKEN: 'test-admin-token',
                PAVANE_ORIGIN: 'http://pavane.test',
                PAVANE_LOCAL: '1',
                PAVANE_ADMINS: 'first@pavane.test',
              },
            },
          }),
        ],
        test: {
          name: 'worker',
          isolate: false,
          // A line that the Worker logs as a file ends would else wait for the file's next message, and the file for the line.
          // https://github.com/cloudflare/workers-sdk/issues/15719
          disableConsoleIntercept: true,
          include: ['test/worker/**/*.test.ts'],
          globalSetup: ['test/worker/support/targetServer.ts', 'test/support/oidcSetup.ts'],
          // The first request loads the Worker module by module, far longer than any later one takes.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll },
        },
      },
      {
        root,
        plugins: [react()],
        test: {
          name: 'web',
          environment: 'jsdom',
          // A process for each file takes half as long again.
          pool: 'threads',
          css: { include: [/web\/ui\/(tokens|theme)\.css/] },
          testTimeout: 20_000,
          expect: { poll },
          include: ['test/web/**/*.test.{ts,tsx}'],
          setupFiles: ['test/web/jsdomLacks.ts', 'test/web/patience.ts', 'test/web/leaveNothing.ts'],
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts', 'test/conformance/{browser,durableObject}.test.ts'],
          globalSetup: ['test/support/buildOnce.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll },
        },
      },
    ],
  },
})
