import { adminToken } from './adminToken.ts'
import { ensureBuilt } from './build.ts'
import { openHome } from './home.ts'
import { offerSignIn } from './offerSignIn.ts'
import { chosenOrigin } from './origin.ts'
import { chosenPort, localOrigin, requireFreePort } from './port.ts'
import { runCommand } from './runCommand.ts'
import { claimState } from './serverLock.ts'
import { supervise } from './supervise.ts'

await runCommand(async (stop) => {
  const port = chosenPort()
  const origin = chosenOrigin(localOrigin(port))
  const home = openHome()
  await claimState(home, origin)
  await requireFreePort(port)
  const token = adminToken(home)
  ensureBuilt()
  await supervise({ home, port, origin, token }, stop, () => offerSignIn(origin, token))
})
