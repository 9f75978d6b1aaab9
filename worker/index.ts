import { hashWith } from '../shared/audit/digest.ts'
import { app } from './app.ts'
import { sha256Hex } from './security/digests.ts'

export { Lease } from './objects/Lease.ts'
export { Loop } from './objects/Loop.ts'
export { RunShard } from './objects/RunShard.ts'
export { Sandbox } from './objects/Sandbox.ts'
export { Workspace } from './objects/Workspace.ts'

hashWith((text) => `sha256:${sha256Hex(text)}`)

export default app
