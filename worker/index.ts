import { hashWith } from '../shared/audit/digest.ts'
import { defaultWorkspace } from '../shared/graph/ids.ts'
import { app } from './app.ts'
import type { Bindings } from './env.ts'
import { inWorkspace } from './objects/inWorkspace.ts'
import { digestOfText } from './security/digests.ts'

export { Alerts } from './objects/Alerts.ts'
export { Lease } from './objects/Lease.ts'
export { Loop } from './objects/Loop.ts'
export { RunShard } from './objects/RunShard.ts'
export { Sandbox } from './objects/Sandbox.ts'
export { Workspace } from './objects/Workspace.ts'

hashWith(digestOfText)

export default {
  fetch: (request: Request, bindings: Bindings, context: ExecutionContext) =>
    app.fetch(request, inWorkspace(bindings, defaultWorkspace), context),
}
