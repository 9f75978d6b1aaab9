import { useMutation } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import type { Program } from '../../shared/compile/program.ts'
import { Button } from '../ui/Button.tsx'
import { Finding } from '../ui/Finding.tsx'
import { Id } from '../ui/Id.tsx'
import { Popover } from '../ui/Popover.tsx'
import type { Playback } from './playback.ts'
import { verifyOffThread } from './verifyOffThread.ts'
import type { Verification } from './verifyRun.ts'

type VerifyPanelProps = {
  playback: Playback
  program: Program | null
  /** How many events the server says the run has; null when it was not asked. */
  serverCount: number | null
  /** The version that the server says the run followed; null when it was not asked. */
  serverVersion: string | null
}

/** Verifies the log in this browser, and says exactly what that proves and what it can't. */
export function VerifyPanel({ playback, program, serverCount, serverVersion }: VerifyPanelProps) {
  const verify = useMutation<Verification, Error>({
    mutationFn: () => verifyOffThread(playback.getState().events, program),
    networkMode: 'always',
  })
  return (
    <Popover
      align="end"
      label="Verification"
      text
      className="w-105"
      trigger={
        <Button icon={<ShieldCheck aria-hidden />} busy={verify.isPending} onClick={() => verify.mutate()}>
          Verify
        </Button>
      }
    >
      <output className="block">
        {verify.isPending && <p className="text-sm text-fg-2">Recomputing every hash…</p>}
        {verify.error && (
          <p className="text-sm text-danger">The verification stopped: {verify.error.message}</p>
        )}
        {verify.data && (
          <Findings result={verify.data} serverCount={serverCount} serverVersion={serverVersion} />
        )}
      </output>
    </Popover>
  )
}

type FindingsProps = { result: Verification; serverCount: number | null; serverVersion: string | null }

function Findings({ result, serverCount, serverVersion }: FindingsProps) {
  const { chain, programMatches, programDigest, logSays } = result
  const count = chain.ok ? chain.count : 0
  return (
    <>
      <h2 className="mb-1 text-sm font-semibold">Verified in this browser</h2>
      <ul className="flex flex-col gap-2">
        {chain.ok ? (
          <Finding kind="good" title={`${count.toLocaleString('en')} events, genesis to head, none changed`}>
            Every hash was recomputed from its event’s own content, every event is chained to the one before
            it, and no number is missing.
            {chain.head && (
              <span className="flex items-center gap-1">
                Head <Id id={chain.head.hash} label="head hash" />
              </span>
            )}
          </Finding>
        ) : (
          <Finding kind="bad" title={`The chain breaks at event ${chain.seq}`}>
            {chain.reason}. Nothing from there on can be trusted.
          </Finding>
        )}
        {programMatches && logSays === (serverVersion ?? logSays) ? (
          <Finding kind="good" title="The program is the one that ran">
            Its version was recomputed from its JSON and equals the version that the log’s first event names.
            <span className="flex items-center gap-1">
              Version <Id id={programDigest ?? ''} label="version" />
            </span>
          </Finding>
        ) : (
          <Finding kind="bad" title="The program could not be tied to the log">
            {programDigest === null
              ? 'There is no program to recompute the version from.'
              : `Recomputed ${programDigest}, the log names ${logSays ?? 'none'}${serverVersion === null ? '' : `, the server says ${serverVersion}`}.`}
          </Finding>
        )}
        {serverCount !== null && chain.ok && serverCount !== count && (
          <Finding kind="open" title="The log may have grown">
            The server counts {serverCount.toLocaleString('en')} events; {count.toLocaleString('en')} were
            verified. Verify again when the rest is here.
          </Finding>
        )}
      </ul>
      <h2 className="mt-3 mb-1 text-sm font-semibold">Not shown by this</h2>
      <ul className="flex flex-col gap-2">
        <Finding kind="open" title="Whether the end is complete">
          A chain alone can’t show events cut off its end. Compare the head with one that was kept elsewhere.
        </Finding>
        <Finding kind="open" title="Who wrote it">
          The chain is not a signature: someone who could rewrite the whole log could chain it anew.
        </Finding>
        {serverVersion === null && (
          <Finding kind="open" title="Whether the drawing is right">
            The version covers the program, which the replay follows. Titles and places on the canvas stand
            beside it in the file.
          </Finding>
        )}
      </ul>
    </>
  )
}
