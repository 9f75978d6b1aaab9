import { app } from './app.ts'

export { Lease } from './objects/Lease.ts'
export { Loop } from './objects/Loop.ts'
export { RunShard } from './objects/RunShard.ts'
export { Sandbox } from './objects/Sandbox.ts'
export { Workspace } from './objects/Workspace.ts'

export default app
