import type { ExternalToast, toast as Sonner } from 'sonner'

type Kind = 'success' | 'info' | 'warning' | 'error' | 'loading'

let begin: (sonner: typeof Sonner) => void
const begun = new Promise<typeof Sonner>((resolve) => {
  begin = resolve
})
let sent = 0

/** Told by the place where messages appear, once it is there. */
export function showToastsBy(sonner: typeof Sonner): void {
  begin(sonner)
}

const send =
  (kind: Kind) =>
  (message: string, options: ExternalToast = {}): string => {
    sent += 1
    const id = `toast-${sent}`
    void begun.then((sonner) => sonner[kind](message, { ...options, id }))
    return id
  }

/**
 * Short messages. What shows them is loaded after the page itself, which is why it is not imported here: a message that is sent before waits
 * for it. Each gives an id, to dismiss it by.
 */
export const toast = {
  success: send('success'),
  info: send('info'),
  warning: send('warning'),
  error: send('error'),
  loading: send('loading'),
  /** Takes a message away; every one, when none is named. */
  dismiss: (id?: string): void => void begun.then((sonner) => sonner.dismiss(id)),
}
