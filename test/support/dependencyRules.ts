import type { Import } from './importGraph.ts'

/** Which folders of `shared` each folder of `shared` may import besides itself; a path ending in `.ts` is that file alone. */
const allowedInShared: Record<string, string[]> = {
  graph: [],
  expr: ['graph', 'prompt', 'engine/effect.ts'],
  prompt: ['audit'],
  audit: ['engine/event.ts'],
  compile: [
    'graph',
    'expr',
    'audit',
    'engine/time.ts',
    'engine/runTerms.ts',
    'api/rights.ts',
    'privacy/marks.ts',
    'verify/validateSchema.ts',
    'plan/cell.ts',
    'plan/goal.ts',
    'plan/analyseTable.ts',
    'plan/analyseCell.ts',
    'plan/analyseColumn.ts',
    'policy/runPolicyCase.ts',
    'schedule',
  ],
  plan: ['graph', 'expr', 'audit', 'compile/program.ts', 'engine', 'privacy', 'verify/validateSchema.ts'],
  verify: ['graph', 'expr', 'prompt', 'audit', 'compile/program.ts', 'engine'],
  policy: ['graph', 'expr', 'audit', 'compile/program.ts', 'engine', 'verify'],
  backpressure: ['graph'],
  schedule: ['graph'],
  privacy: ['graph', 'audit', 'compile/program.ts', 'engine'],
  callback: ['graph', 'audit', 'engine/runTerms.ts', 'projections/kpiAlert.ts'],
  engine: ['graph', 'expr', 'audit', 'plan', 'verify', 'policy', 'privacy', 'compile/program.ts'],
  projections: ['graph', 'audit', 'compile/program.ts', 'engine', 'privacy/token.ts'],
  metrics: ['graph', 'engine/effect.ts', 'engine/effectError.ts', 'api/loopStatus.ts', 'api/problem.ts'],
  sim: [
    'graph',
    'expr',
    'audit',
    'compile/program.ts',
    'engine',
    'plan',
    'verify',
    'policy',
    'privacy',
    'projections',
  ],
  cases: ['graph', 'compile/program.ts', 'engine', 'policy', 'sim'],
  api: [
    'cases/caseReport.ts',
    'graph',
    'audit',
    'compile/program.ts',
    'compile/upcastProgram.ts',
    'compile/diagnostic.ts',
    'engine',
    'plan/contract.ts',
    'verify/contract.ts',
    'policy/policySet.ts',
    'policy/packs/pack.ts',
    'policy/changedDecision.ts',
    'verify/drift/baseline.ts',
    'verify/drift/outcome.ts',
    'projections',
    'callback/alertEvent.ts',
    'compat',
  ],
  compat: [
    'graph',
    'expr',
    'audit',
    'compile/program.ts',
    'engine/statusFault.ts',
    'verify/validateSchema.ts',
  ],
  templates: ['verify/drift/sampleDrift.ts', 'graph'],
  prove: ['graph', 'expr', 'audit', 'compile/program.ts', 'engine', 'plan', 'verify', 'policy', 'sim'],
}

const nodeOnly = /^node:|^(vite|vitest|playwright-core|workerd|wrangler)(\/|$)|^@cloudflare\//

const folderOf = (path: string) => {
  const [layer = '', folder = ''] = path.split('/')
  return {
    layer: path.startsWith('worker/local/') ? 'local' : layer,
    folder: folder.includes('.') ? '' : folder,
  }
}

/** Says what rule an import breaks, or nothing. */
export function brokenRule({ from, specifier, to }: Import): string | undefined {
  const source = folderOf(from)
  if (to === undefined) return brokenPackageRule(source.layer, from, specifier)
  if (!/\.(tsx?|m?js|json|css|svg|capnp|md)(\?\w+)?$/.test(to)) return 'an import carries its file extension'
  const target = folderOf(to)
  if (source.layer === 'test') return undefined
  if (target.layer === 'test' || target.layer === '..')
    return `${source.layer} imports nothing outside the layers`
  if (source.layer !== target.layer && target.layer !== 'shared')
    return `${source.layer} never imports ${target.layer}`
  if (source.layer === 'shared') return brokenSharedRule(source.folder, target.folder, to)
  return undefined
}

function brokenPackageRule(layer: string, from: string, specifier: string): string | undefined {
  const isConfig = from === 'web/vite.config.ts'
  if (isConfig || layer === 'test' || layer === 'local') return undefined
  if (layer === 'shared' && (nodeOnly.test(specifier) || /^(cloudflare:|react|hono)/.test(specifier)))
    return 'shared does no I/O and draws nothing'
  if (layer === 'web' && (nodeOnly.test(specifier) || /^cloudflare:|^hono/.test(specifier)))
    return 'web imports nothing of Node or Workers'
  if (layer === 'worker' && /^(react|@xyflow|zustand)/.test(specifier)) return 'worker draws nothing'
  return undefined
}

function brokenSharedRule(source: string, target: string, to: string): string | undefined {
  if (source === target || target === '') return undefined
  const allowed = allowedInShared[source]
  if (!allowed) return `shared/${source} has no dependency rule`
  if (allowed.includes(target) || allowed.some((file) => to === `shared/${file}`)) return undefined
  return `shared/${source} never imports ${to}`
}
