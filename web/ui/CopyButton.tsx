import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './IconButton.tsx'
import { toast } from './toast.ts'

type CopyButtonProps = {
  text: string | (() => string)
  label?: string
  size?: 'sm' | 'md'
  className?: string
}

/** Copies a text and says so. */
export function CopyButton({ text, label = 'Copy', size = 'sm', className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = () => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setCopied(true),
      () => toast.error('Not copied', { description: 'The browser refused access to the clipboard.' }),
    )
  }
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      size={size}
      {...(className ? { className } : {})}
      icon={copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      onClick={copy}
    />
  )
}
