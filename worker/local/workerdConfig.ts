import type { BuiltWorker } from './builtWorker.ts'
import type { HeaderRule } from './headerRules.ts'
import { identitySettings } from './identitySettings.ts'

const text = (value: string) => JSON.stringify(value)

const list = (items: string[]) => `[\n    ${items.join(',\n    ')}\n  ]`

/** Settings that the server is started with. */
const fromEnvironment = [
  'PAVANE_TOKEN',
  'PAVANE_KEY',
  'PAVANE_KEY_PREVIOUS',
  'PAVANE_ORIGIN',
  'PAVANE_SANDBOX_ORIGIN',
  'PAVANE_LOCAL',
  'PAVANE_FAULT_URL',
  ...identitySettings,
] as const

/** The module that workerd runs: the Worker's objects, and its handler behind the front. */
const entry = (main: string) =>
  `import app from "./${main}"; import { atEdge } from "./front.js"; export * from "./${main}"; export default atEdge(app)`

/**
 * The configuration that `workerd serve` reads, for a file in `dist`: one socket, the Worker with a front around it that does what
 * Cloudflare's edge does, and its objects on the local disk. The socket's address and the folders named `state`, `archive`
 * and `client` are given on the command line, the token and the origin in the environment, so no secret is written here.
 */
export function workerdConfig(worker: BuiltWorker, headerRules: HeaderRule[]): string {
  const [main = ''] = worker.modules
  const modules = [
    `(name = "at-edge.js", esModule = ${text(entry(main))})`,
    '(name = "front.js", esModule = embed "../worker/local/edge/front.js")',
    ...worker.modules.map((path) => `(name = ${text(path)}, esModule = embed ${text(`pavane/${path}`)})`),
  ]
  const namespaces = worker.objects.map(
    ({ className }) =>
      `(className = ${text(className)}, uniqueKey = ${text(`${worker.name}-${className}`)}, enableSql = true)`,
  )
  const bindings = [
    ...worker.objects.map(
      ({ binding, className }) => `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`,
    ),
    ...Object.entries(worker.vars).map(([name, value]) =>
      typeof value === 'string'
        ? `(name = ${text(name)}, text = ${text(value)})`
        : `(name = ${text(name)}, json = ${text(JSON.stringify(value))})`,
    ),
    ...fromEnvironment.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
    '(name = "DISK", service = "client")',
    '(name = "ARCHIVE_DISK", service = "archive")',
    `(name = "RUN_WORKER_FIRST", json = ${text(JSON.stringify(worker.runWorkerFirst))})`,
    `(name = "HEADER_RULES", json = ${text(JSON.stringify(headerRules))})`,
  ]
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    (name = "client", disk = ()),
    (name = "state", disk = (writable = true)),
    (name = "archive", disk = (writable = true)),
    (name = "internet", network = (
      allow = ["public", "private", "local"],
      tlsOptions = (trustBrowserCas = true)
    ))
  ],
  sockets = [(name = "http", http = (), service = "app")]
);

const app :Workerd.Worker = (
  compatibilityDate = ${text(worker.compatibilityDate)},
  compatibilityFlags = ${list(worker.compatibilityFlags.map(text))},
  modules = ${list(modules)},
  durableObjectNamespaces = ${list(namespaces)},
  durableObjectStorage = (localDisk = "state"),
  bindings = ${list(bindings)}
);
`
}
