import { useQueryClient } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/Button.tsx'
import { connection, reportReachable } from './connection.ts'

const pollMs = 3_000

/** Says that the server can't be reached, asks again until it can, then reads everything in sight anew. */
export function ConnectionBanner() {
  const reachable = useStore(connection, (state) => state.reachable)
  const client = useQueryClient()
  useEffect(() => {
    if (reachable) return
    const timer = setInterval(() => {
      fetch('/healthz').then(
        (response) => {
          if (!response.ok) return
          reportReachable(true)
          void client.invalidateQueries()
        },
        () => reportReachable(false),
      )
    }, pollMs)
    return () => clearInterval(timer)
  }, [reachable, client])

  return (
    <output className="block">
      {!reachable && (
        <div className="flex items-center justify-center gap-2 border-b border-line-1 bg-warning-soft px-4 py-1 text-sm text-warning">
          <CloudOff aria-hidden className="size-4" />
          <span>
            The server does not answer. What you see may be out of date; trying again every few seconds.
          </span>
          <Button size="sm" onClick={() => void client.refetchQueries({ type: 'active' })}>
            Try now
          </Button>
        </div>
      )}
    </output>
  )
}
