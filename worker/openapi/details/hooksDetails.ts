import type { hooksRoutes } from '../../../shared/api/routes/hooks.ts'
import { invokeDetails } from './invokeDetails.ts'
import type { Details } from './operationDetails.ts'

const versions: Details = {
  description:
    'For callers: asks for the check of the stable version, as a call would. A signature is over the empty body. Starts nothing and is in no list.',
  refuses: ['signature-invalid', 'loop-not-published', 'configuration-missing'],
}

const document: Details = {
  description:
    'Its schemas, its examples, how its caller proves who it is, and all that it can answer. Asks for the check of the stable version over an empty body.',
  refuses: ['signature-invalid', 'loop-not-published', 'configuration-missing'],
}

export const hooksDetails = {
  invoke: invokeDetails,
  invokeIn: invokeDetails,
  hookVersions: versions,
  hookVersionsIn: versions,
  hookDocument: document,
  hookDocumentIn: document,
  loopDocument: {
    description: 'The same document that callers get, for whoever may read the workspace.',
    refuses: ['loop-not-published'],
  },
} satisfies Record<keyof typeof hooksRoutes, Details>
