import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Navigate, useLocation, useSearchParams } from 'react-router'
import { SignInFault } from '../../shared/api/identity.ts'
import { ownPath } from '../../shared/api/ownPath.ts'
import { routes } from '../../shared/api/routes.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { addressOf } from './api.ts'
import { Logo } from './Logo.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { sessionKey, useSessionQuery } from './session.ts'
import { signInWords } from './signInWords.ts'
import { useApi, useChange } from './useApi.ts'
import { usePageTitle } from './usePageTitle.ts'

/** Goes to the provider, or exchanges the code of a one-time link, or a token, for a session cookie. */
export function SignInPage() {
  usePageTitle('Sign in')
  const [search] = useSearchParams()
  const { hash } = useLocation()
  const client = useQueryClient()
  const session = useSessionQuery()
  const ways = useApi('getSignInWays', {}, { staleTime: 60_000 })
  const fault = SignInFault.safeParse(search.get('fault'))
  const [token, setToken] = useState('')
  const code = search.get('code') ?? new URLSearchParams(hash.slice(1)).get('code')
  const signIn = useChange('createSession', {
    toastErrors: false,
    onDone: async (answer) => {
      // A look-up from before signing in may still be under way: its “nobody” must not arrive after this.
      await client.cancelQueries({ queryKey: sessionKey })
      client.setQueryData(sessionKey, answer)
    },
  })
  const { mutate } = signIn
  // The code works once, and effects run twice in development.
  const spent = useRef<string | null>(null)
  useEffect(() => {
    if (code === null || spent.current === code) return
    spent.current = code
    mutate({ body: { code } })
  }, [code, mutate])

  if (session.data && !signIn.isPending) return <Navigate to={ownPath(search.get('next'))} replace />

  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ body: { token: token.trim() } })
  }
  return (
    <main className="mx-auto flex min-h-full w-full max-w-sm flex-col justify-center gap-5 px-6 py-12">
      <div className="flex items-center gap-2">
        <Logo className="size-7 text-accent" />
        <h1 className="text-xl font-semibold">Sign in to Pavane</h1>
      </div>
      {signIn.error && <ProblemNotice error={signIn.error} />}
      {fault.success && (
        <p role="alert" className="rounded-md border border-danger bg-danger-soft p-3 text-sm">
          {signInWords[fault.data]}
        </p>
      )}
      {ways.data?.oidc && (
        <Button asChild variant="primary" size="lg">
          <a href={addressOf(routes.startSignIn.path, { query: { next: ownPath(search.get('next')) } })}>
            Sign in with {ways.data.oidc}
          </a>
        </Button>
      )}
      <p className="text-sm text-fg-2">
        {ways.data?.link !== false && (
          <>
            On your own machine, open the one-time link that{' '}
            <code className="font-mono text-xs">npm start</code> printed.{' '}
          </>
        )}
        {ways.data?.oidc ? 'Or paste a token.' : 'Elsewhere, paste a token.'}
      </p>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label="Token"
          help="An admin makes tokens under Settings. It is exchanged for a cookie and not kept in the page."
        >
          <Input
            code
            type="password"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </Field>
        <Button
          type="submit"
          variant={ways.data?.oidc ? 'secondary' : 'primary'}
          size="lg"
          busy={signIn.isPending}
          disabled={token.trim() === ''}
        >
          Sign in{ways.data?.oidc ? ' with the token' : ''}
        </Button>
      </form>
    </main>
  )
}
