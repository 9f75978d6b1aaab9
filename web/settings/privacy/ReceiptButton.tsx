import { Download } from 'lucide-react'
import type { Erasures, SignedReceipt } from '../../../shared/api/privacy.ts'
import { IconButton } from '../../ui/IconButton.tsx'

type ReceiptButtonProps = { signed: SignedReceipt; publicKey: Erasures['publicKey'] }

/** Saves a receipt with its signature and the key that it verifies with. */
export function ReceiptButton({ signed, publicKey }: ReceiptButtonProps) {
  const save = () => {
    const text = JSON.stringify({ ...signed, publicKey }, null, 2)
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `erasure-${signed.receipt.id}.json`
    link.click()
    URL.revokeObjectURL(address)
  }
  return <IconButton label="Save the receipt" icon={<Download aria-hidden />} onClick={save} />
}
