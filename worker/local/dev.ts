import { join } from 'node:path'
import { createServer } from 'vite'
import { adminToken } from './adminToken.ts'
import { openHome } from './home.ts'
import { top } from './install.mjs'
import { offerSignIn } from './offerSignIn.ts'
import { chosenPort, localOrigin, requireFreePort } from './port.ts'
import { runCommand } from './runCommand.ts'
import { claimState } from './serverLock.ts'

await runCommand(async (stop) => {
  const port = chosenPort()
  const origin = localOrigin(port)
  const home = openHome()
  await claimState(home, origin)
  await requireFreePort(port)
  const token = adminToken(home)
  Object.assign(process.env, {
    PORT: String(port),
    PAVANE_STATE: home.folder,
    PAVANE_TOKEN: token,
    PAVANE_ORIGIN: origin,
    PAVANE_LOCAL: '1',
  })
  const server = await createServer({ configFile: join(top, 'web/vite.config.ts') })
  await server.listen()
  offerSignIn(origin, token)
  await aborted(stop)
  await server.close()
})

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
