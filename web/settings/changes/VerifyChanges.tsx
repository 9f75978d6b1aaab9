import { useMutation } from '@tanstack/react-query'
import { Download, FileCheck, ShieldCheck } from 'lucide-react'
import { callApi } from '../../app/api.ts'
import { useSession } from '../../app/session.ts'
import { pickFile, saveFile } from '../../editor/draft/fileServices.ts'
import { Button } from '../../ui/Button.tsx'
import { Finding } from '../../ui/Finding.tsx'
import { Id } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'
import { keepSeenHead, readSeenHead } from './seenHead.ts'
import { type ChangesVerification, type SignatureVerdict, verifyBundle } from './verifyBundle.ts'

/** Verifies the whole log in this browser, saves it to be kept, and verifies one that was kept. */
export function VerifyChanges() {
  const { workspace } = useSession()
  const verify = useMutation<ChangesVerification, Error>({
    mutationFn: async () => {
      const found = await verifyBundle(await callApi('exportChanges', {}), readSeenHead(workspace))
      if (isSound(found)) keepSeenHead(workspace, found.head)
      return found
    },
  })
  const save = useMutation<void, Error>({
    mutationFn: async () => {
      const bundle = await callApi('exportChanges', {})
      saveFile(`changes-${workspace}-${bundle.head.seq}.json`, JSON.stringify(bundle, null, 2))
    },
  })
  const check = useMutation<ChangesVerification | null, Error>({
    mutationFn: async () => {
      const text = await pickFile()
      return text === null ? null : verifyBundle(readJson(text), null)
    },
    networkMode: 'always',
  })
  const run = (what: 'verify' | 'check') => {
    verify.reset()
    check.reset()
    if (what === 'verify') verify.mutate()
    else check.mutate()
  }
  const error = verify.error ?? save.error ?? check.error
  const found = verify.data ?? check.data
  return (
    <section aria-label="Verification" className="mb-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Button icon={<ShieldCheck aria-hidden />} busy={verify.isPending} onClick={() => run('verify')}>
          Verify the log
        </Button>
        <Button icon={<Download aria-hidden />} busy={save.isPending} onClick={() => save.mutate()}>
          Save the log
        </Button>
        <Button icon={<FileCheck aria-hidden />} busy={check.isPending} onClick={() => run('check')}>
          Verify a saved log
        </Button>
      </div>
      <output className="block empty:hidden">
        {error && <p className="text-sm text-danger">{error.message}</p>}
        {found && <Findings found={found} saved={check.data != null} />}
      </output>
    </section>
  )
}

const isSound = ({ chain, headMatches, signature, holdsSeen }: ChangesVerification) =>
  chain.ok && headMatches && signature !== 'invalid' && holdsSeen

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Error('The file is not JSON.')
  }
}

const signatureWords = {
  valid: {
    kind: 'good',
    title: 'The workspace signed this head',
    words:
      'The same key signs the receipts of erasures and every saved log: compare it with one that was kept.',
  },
  invalid: {
    kind: 'bad',
    title: 'The signature is not that of this head',
    words: 'The head, the signature or the key was changed.',
  },
  unsigned: {
    kind: 'open',
    title: 'Nobody signed it',
    words: 'The server has no key to sign with: PAVANE_KEY is not set.',
  },
  untold: {
    kind: 'open',
    title: 'This browser can’t check the signature',
    words: 'It does not know Ed25519; a newer one does.',
  },
} as const satisfies Record<SignatureVerdict, { kind: 'good' | 'bad' | 'open'; title: string; words: string }>

function Findings({ found, saved }: { found: ChangesVerification; saved: boolean }) {
  const { chain, head, headMatches, signature, key, seenBefore, holdsSeen } = found
  const signed = signatureWords[signature]
  return (
    <div className="rounded-md border border-line-1 bg-surface-1 p-3">
      <h3 className="mb-1 text-sm font-semibold">
        {saved ? `The saved log of “${head.workspace}”, ` : 'Verified in this browser, '}
        {head.seq.toLocaleString('en')} {head.seq === 1 ? 'entry' : 'entries'}
      </h3>
      <ul className="flex flex-col gap-2">
        {chain.ok ? (
          <Finding kind="good" title="No entry was changed, added or taken out">
            Every hash was recomputed from its entry, and every entry is chained to the one before it.
          </Finding>
        ) : (
          <Finding kind="bad" title={`The chain breaks at entry ${chain.seq}`}>
            {chain.reason}. Nothing from there on can be trusted.
          </Finding>
        )}
        {headMatches ? (
          <Finding kind="good" title="The last entry is the one that the head names">
            Exported <Time at={head.at} />, head <Id id={head.hash} label="head hash" />
          </Finding>
        ) : (
          <Finding kind="bad" title="The head names another last entry">
            Entries were cut off the end, or the head was changed.
          </Finding>
        )}
        <Finding kind={signed.kind} title={signed.title}>
          {signed.words}
          {signature === 'valid' && key !== null && (
            <span className="flex items-center gap-1">
              Key <Id id={key} label="key" />
            </span>
          )}
        </Finding>
        {seenBefore && !saved && <Seen seen={seenBefore} holds={holdsSeen} />}
      </ul>
    </div>
  )
}

function Seen({ seen, holds }: { seen: NonNullable<ChangesVerification['seenBefore']>; holds: boolean }) {
  return holds ? (
    <Finding kind="good" title={`It still holds entry ${seen.seq} as it was verified here`}>
      <Time at={seen.at} />, nothing up to there was written anew since.
    </Finding>
  ) : (
    <Finding kind="bad" title={`Entry ${seen.seq} is not the one that was verified here`}>
      The log was cut or written anew since <Time at={seen.at} />. Compare it with a log that was saved
      before.
    </Finding>
  )
}
