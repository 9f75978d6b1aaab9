import { CircleAlert, CircleCheck, Info, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { Toaster as Sonner, toast } from 'sonner'
import { showToastsBy } from './toast.ts'

/** Where short messages appear. Import `toast` from `./toast.ts` to send one; an error also stays where it happened. */
export function Toaster() {
  // After the effects of what is in it: from here on it hears of messages.
  useEffect(() => showToastsBy(toast), [])
  return (
    <Sonner
      position="bottom-right"
      closeButton
      gap={8}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleAlert aria-hidden className="size-4 text-danger" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warning" />,
        info: <Info aria-hidden className="size-4 text-accent" />,
        loading: <LoaderCircle aria-hidden className="size-4 animate-spin text-fg-3" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-90 items-start gap-2 rounded-md bg-surface-1 p-3 pr-8 text-sm text-fg-1 shadow-float',
          icon: 'mt-0.5',
          title: 'font-medium',
          description: 'text-fg-2',
          actionButton:
            'ml-auto h-6 shrink-0 rounded-md border border-line-2 px-2 text-xs font-medium hover:bg-surface-2',
          closeButton:
            'absolute top-2 right-2 size-6 inline-flex items-center justify-center rounded-md text-fg-3 hover:bg-surface-3',
        },
      }}
    />
  )
}
