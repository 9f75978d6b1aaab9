import { Link } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Logo } from './Logo.tsx'
import { usePageTitle } from './usePageTitle.ts'

/** For an address that leads nowhere. */
export function NotFoundPage() {
  usePageTitle('Not found')
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        picture={<Logo className="size-12" />}
        title="There is nothing at this address"
        action={
          <Button variant="primary" asChild>
            <Link to="/">Go to the loops</Link>
          </Button>
        }
      >
        The link may be old, or what it named may have been deleted.
      </EmptyState>
    </>
  )
}
