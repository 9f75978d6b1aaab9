import { signInLink } from './signInLink.ts'

/** Prints the address with a sign-in link and, in a terminal, another link each time that Enter is pressed. */
export function offerSignIn(origin: string, token: string): void {
  console.log(`\nPavane is ready at ${origin}`)
  printLink(origin, token)
  if (!process.stdin.isTTY) return
  console.log('Press Enter for another link, Ctrl-C to stop.')
  process.stdin.on('data', () => printLink(origin, token))
}

function printLink(origin: string, token: string): void {
  console.log(`Sign in once with this link: ${signInLink(origin, token, Date.now())}`)
}
